"""The blueprint of the pages that gather several capabilities; each module adds its own."""

from flask import Blueprint

blueprint = Blueprint("site", __name__, template_folder="templates")
