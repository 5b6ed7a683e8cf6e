"""Stopping the letters: one tap, from the link at the end of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .actions import remove_contact
from .models import Contact


@csrf_exempt  # the code is the permission; a mail program's own button (RFC 8058) brings no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def stop_letters(request: HttpRequest, code: str) -> HttpResponse:
    """GET only asks, because mail programs open links by themselves; POST erases the address."""
    found = Contact.objects.filter(stop_code=code).select_related("person__organisation")
    contact = found.first()
    if contact is None:
        return render(request, "people/stopped.html", {"unknown": True}, status=404)
    shop = contact.person.organisation
    if request.method != "POST":
        return render(request, "people/stop.html", {"shop": shop})
    remove_contact(contact)
    return render(request, "people/stopped.html", {"shop": shop})
