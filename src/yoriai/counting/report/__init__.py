"""Pages."""


def page(result, lang):
    return ""
