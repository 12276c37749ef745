"""The API's blueprint: its views stand in the modules beside this one."""

from flask import Blueprint

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
