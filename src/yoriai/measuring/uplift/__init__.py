"""What those who took part would have done otherwise: several honest answers side by side, and refusals."""
