"""The API's blueprint: its views stand in the modules beside this one."""

from apiflask import APIBlueprint

blueprint = APIBlueprint("api", __name__, url_prefix="/api/v1", enable_openapi=False)
