"""Ruby functions through boto3: a package with a gem is uploaded, runs, logs, fails, is mended."""

import base64
import io
import json
import zipfile

import pytest
from conftest import ROLE, new_name

BUNDLE = "vendor/bundle/ruby/4.0.0"
FILES = {
    "app.rb": """
require "logger"
require "money_words"
require_relative "shop/prices"

LOG = Logger.new($stdout)

module Shop
  class Order
    def self.take(event:, context:)
      puts "order of #{event["item"]}"
      LOG.info("by #{context.function_name}")
      { price: MoneyWords.of(Prices.of(event["item"])), memory: context.memory_limit_in_mb }
    end
  end
end
""",
    "shop/prices.rb": """
require "json"

module Shop
  module Prices
    KNOWN = JSON.parse(File.read(File.join(__dir__, "prices.json")))

    def self.of(item) = KNOWN.fetch(item)
  end
end
""",
    "shop/prices.json": '{"lamp": 2490}',
    f"{BUNDLE}/specifications/money_words-1.0.0.gemspec": """# -*- encoding: utf-8 -*-
# stub: money_words 1.0.0 ruby lib

Gem::Specification.new do |s|
  s.name = "money_words".freeze
  s.version = "1.0.0".freeze
  s.require_paths = ["lib".freeze]
  s.authors = ["Ada"]
  s.summary = "Money in words"
end
""",
    f"{BUNDLE}/gems/money_words-1.0.0/lib/money_words.rb": """
module MoneyWords
  def self.of(cents) = format("%d euros %d", *cents.divmod(100))
end
""",
}


def packed(files):
    """A zip of these files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


@pytest.fixture
def shop(aws):
    name = new_name("shop")
    made = aws.create_function(
        FunctionName=name, Runtime="ruby4.0", Handler="app.Shop::Order.take", Role=ROLE, Code={"ZipFile": packed(FILES)}, Timeout=10,
    )
    assert (made["Runtime"], made["Handler"]) == ("ruby4.0", "app.Shop::Order.take")
    aws.get_waiter("function_active_v2").wait(FunctionName=name)
    yield name
    aws.delete_function(FunctionName=name)


def test_a_package_with_a_gem_answers_and_shows_its_log(aws, shop):
    answered = aws.invoke(FunctionName=shop, Payload=json.dumps({"item": "lamp"}), LogType="Tail")
    assert "FunctionError" not in answered, answered["Payload"].read()
    assert answered["Payload"].read() == b'{"price":"24 euros 90","memory":"128"}'
    log = base64.b64decode(answered["LogResult"]).decode()
    request = answered["ResponseMetadata"]["RequestId"]
    for words in ("order of lamp\n", "I, [20", f"]  INFO {request} -- : by {shop}", f"REPORT RequestId: {request}\tDuration: "):
        assert words in log


def test_an_error_is_an_answer_and_is_mended(aws, shop):
    answered = aws.invoke(FunctionName=shop, Payload=json.dumps({"item": "moon"}), LogType="Tail")
    assert answered["FunctionError"] == "Unhandled"
    error = json.load(answered["Payload"])
    assert (error["errorType"], error["errorMessage"]) == ("Function<KeyError>", 'key not found: "moon"')
    assert error["stackTrace"][-1] == "/var/task/app.rb:13:in 'Shop::Order.take'"
    assert "Error raised from handler method\n{\n" in base64.b64decode(answered["LogResult"]).decode()

    mended = FILES | {"shop/prices.rb": FILES["shop/prices.rb"].replace("KNOWN.fetch(item)", "KNOWN.fetch(item, 100)")}
    aws.update_function_code(FunctionName=shop, ZipFile=packed(mended))
    aws.get_waiter("function_updated_v2").wait(FunctionName=shop)
    answered = aws.invoke(FunctionName=shop, Payload=json.dumps({"item": "moon"}))
    assert json.load(answered["Payload"]) == {"price": "1 euros 0", "memory": "128"}


def test_a_package_that_does_not_load_says_why(aws, shop):
    aws.update_function_code(FunctionName=shop, ZipFile=packed({"app.rb": "require 'httparty'"}))
    aws.get_waiter("function_updated_v2").wait(FunctionName=shop)
    error = json.load(aws.invoke(FunctionName=shop)["Payload"])
    assert (error["errorType"], error["errorMessage"]) == ("Init<LoadError>", "cannot load such file -- httparty")
