"""What came of it, honestly: samples in, effects with their uncertainty out.

A pure kernel: arrays and rows in, frozen values out; files are opened only by ``command`` and ``reading``.
Nothing is imported here, so that ``import yoriai.measuring`` and ``--help`` cost nothing. The rooms:

    estimate    Interval, Estimate, the verdicts        proportions, nps, means   single figures and differences
    wording     numbers as people read them             suppression               no cell below five people
    purchases   one purchase a person and day           repurchase, cohorts       who came back
    uplift/     those who took part, side by side       invitation                the same question by lot
    staggered   several joining dates                   lifetime/                 purchases to come
    survival    coming back, and by speed of reply      label_test, label_design  does the label sell
    kano, psm, network, word_of_mouth, rfm, drivers     the smaller measures
    reading/    Japanese CSV files      commands/   one file a measure      report/   the A4 page
"""
