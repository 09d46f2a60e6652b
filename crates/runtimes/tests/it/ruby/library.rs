//! The standard library in the sandbox.

use super::expression;

#[tokio::test]
async fn modules_work_as_they_do_in_ruby() {
    for (before, value, answer) in [
        ("", "[RUBY_VERSION, RUBY_ENGINE]", r#"["4.0.0","ruby"]"#),
        ("require 'digest'", "Digest::SHA256.hexdigest('a')[0, 8]", "\"ca978112\""),
        ("require 'openssl'", "OpenSSL::HMAC.hexdigest('SHA256', 'k', 'd')[0, 8]", "\"e7ea21c3\""),
        ("require 'zlib'", "Zlib.gunzip(Zlib.gzip('abc'))", "\"abc\""),
        ("require 'base64'", "Base64.strict_encode64('hi')", "\"aGk=\""),
        ("require 'yaml'", "YAML.load(\"a: [1, 2]\")", r#"{"a":[1,2]}"#),
        ("require 'erb'", "ERB.new('<%= 1 + 1 %>').result", "\"2\""),
        ("require 'set'", "Set[1, 2].include?(2)", "true"),
        ("require 'time'", "Time.iso8601('2026-11-23T02:00:00Z').to_i", "1795399200"),
        ("require 'date'", "(Date.new(2026, 3, 1) - 1).to_s", "\"2026-02-28\""),
        ("require 'ipaddr'", "IPAddr.new('10.0.0.0/8').include?('10.1.2.3')", "true"),
        ("require 'tempfile'", "Tempfile.create('z') { |f| f.write('q'); f.flush; File.read(f.path) }", "\"q\""),
        ("require 'ostruct'", "OpenStruct.new(a: 1).a", "1"),
        ("P = Data.define(:x)", "case P.new(x: [1, 2]); in { x: [one, *] } then one; end", "1"),
        ("", "'é'.unicode_normalize(:nfd).size", "2"),
        ("", "[Time.now.utc_offset, Time.now.zone]", r#"[0,"UTC"]"#),
        ("", "f = Fiber.new { Fiber.yield 1; 2 }; [f.resume, f.resume]", "[1,2]"),
        ("", "[1, 2].each.then { |all| [all.next, all.next] }", "[1,2]"),
        ("", "sleep(0.01); Mutex.new.synchronize { 5 }", "5"),
        ("require 'net/http'", "URI('https://example.com/a?b=1').query", "\"b=1\""),
    ] {
        assert_eq!(expression(before, value).invoke("{}").await.answer(), answer, "{value}");
    }
}

#[tokio::test]
async fn threads_run_in_turn() {
    let value = "
  made = [1, 2, 3].map { |n| Thread.new(n) { |x| x * 2 } }
  queue = Queue.new
  Thread.new { queue << :sent }
  broken = Thread.new { raise IOError, 'boom' }
  broken.report_on_exception
  caught = begin; broken.join; rescue IOError => e; e.message; end
  [made.map(&:value), queue.pop, caught, made[0].alive?, broken.status]";
    let run = expression("Thread.report_on_exception = false", value).invoke("{}").await;
    assert_eq!(run.answer(), r#"[[2,4,6],"sent","boom",false,null]"#);
}

#[tokio::test]
async fn a_timeout_ends_waits_and_ruby_code() {
    for (value, answer) in [
        ("Timeout.timeout(5) { 1 }", "1"),
        (
            "begin; Timeout.timeout(0.05) { sleep 60 }; rescue Timeout::Error => e; e.message; end",
            "\"execution expired\"",
        ),
        ("begin; Timeout.timeout(0.05) { loop { 1 + 1 } }; rescue Timeout::Error; 'loop'; end", "\"loop\""),
        (
            "begin; Timeout.timeout(0.05, KeyError, 'mine') { sleep 60 }; rescue KeyError => e; e.message; end",
            "\"mine\"",
        ),
        (
            "begin; Timeout.timeout(0.05) { begin; sleep 60; rescue => e; 'swallowed'; end }; rescue Timeout::Error; 'through'; end",
            "\"through\"",
        ),
        (
            "Timeout.timeout(60) { begin; Timeout.timeout(0.05) { sleep 60 }; rescue Timeout::Error; 'inner'; end }",
            "\"inner\"",
        ),
    ] {
        assert_eq!(expression("require 'timeout'", value).invoke("{}").await.answer(), answer, "{value}");
    }
}
