"""The simulators as one Flask application for this machine only."""

from flask import Flask

from okienko.simulators import api, mail_list, pages
from okienko.simulators.parts import Simulated
from pages.headers import init_headers
from pages.hosts import init_hosts
from pages.static_files import init_static_files


def create_simulators(box: Simulated) -> Flask:
    """Vendor's API and pages; answers under names of the loopback, takes forms from its own pages."""
    app = Flask("okienko.simulators", template_folder=None, static_folder=None)
    app.extensions["simulated"] = box
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    init_hosts(app, public_url="http://127.0.0.1", plain_http=True)
    init_headers(app, plain_http=True)
    init_static_files(app)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(mail_list.blueprint)
    return app
