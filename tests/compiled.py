"""Templates and addresses are compiled once in a run of tests, not for each application it makes."""

from collections.abc import Callable
from types import CodeType

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class CompiledOnce(BytecodeCache):
    """Jinja's cache of compiled templates, in memory; a template's key is its name, its file and its text."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code


class BuiltOnce(Rule):
    """An address: what builds it hangs on nothing but its text, and compiling it is most of making a desk."""

    _kept: dict[tuple[str, bool], Builder] = {}  # noqa: RUF012 – shared by all addresses of a run

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        if self.defaults or self.host or self.subdomain:
            return super()._compile_builder(append_unknown)
        key = (self.rule, append_unknown)
        if key not in self._kept:
            self._kept[key] = super()._compile_builder(append_unknown)
        return self._kept[key]


def compile_once() -> None:
    """For every Flask application that is made from now on."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": CompiledOnce()}
    Flask.url_rule_class = BuiltOnce
