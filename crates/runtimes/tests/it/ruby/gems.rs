//! Gems of pure Ruby, from the package and from layers.

use super::package;

const SPECIFICATION: &str = "# -*- encoding: utf-8 -*-
# stub: greet VERSION ruby lib

Gem::Specification.new do |s|
  s.name = 'greet'.freeze
  s.version = 'VERSION'.freeze
  s.require_paths = ['lib'.freeze]
  s.authors = ['Ada']
  s.summary = 'greets'
end
";

const MAIN: &str =
    "require 'greet'\ndef lambda_handler(event:, context:) = [Greet.hi(event), Gem.loaded_specs['greet'].version.to_s]";

#[tokio::test]
async fn a_gem_of_the_bundle_is_found_in_its_newest_version() {
    let gem = |version: &str| {
        let folder = "vendor/bundle/ruby/4.0.0";
        [
            (format!("{folder}/specifications/greet-{version}.gemspec"), SPECIFICATION.replace("VERSION", version)),
            (
                format!("{folder}/gems/greet-{version}/lib/greet.rb"),
                format!(
                    "require 'greet/text'\nmodule Greet\n  def self.hi(name) = \"{version} #{{TEXT}} #{{name}}\"\nend"
                ),
            ),
            (format!("{folder}/gems/greet-{version}/lib/greet/text.rb"), "module Greet\n  TEXT = 'hi'\nend".to_owned()),
        ]
    };
    let files: Vec<_> = [gem("1.9.0"), gem("1.10.0")].into_iter().flatten().collect();
    let mut files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    files.push(("lambda_function.rb", MAIN));
    assert_eq!(package(&files).invoke("\"Ada\"").await.answer(), r#"["1.10.0 hi Ada","1.10.0"]"#);
}

#[tokio::test]
async fn gems_and_files_of_layers_are_found() {
    let main =
        format!("{MAIN}\nrequire 'shared'\ndef both(event:, context:) = lambda_handler(event:, context:) << SHARED");
    let specification = SPECIFICATION.replace("VERSION", "2.0.0");
    let function = super::named("lambda_function.both", &[("lambda_function.rb", &main)]).layers(&[
        ("ruby/gems/4.0.0/specifications/greet-2.0.0.gemspec", &specification),
        ("ruby/gems/4.0.0/gems/greet-2.0.0/lib/greet.rb", "module Greet\n  def self.hi(name) = \"layer #{name}\"\nend"),
        ("ruby/lib/shared.rb", "SHARED = 'shared'"),
    ]);
    assert_eq!(function.invoke("1").await.answer(), r#"["layer 1","2.0.0","shared"]"#);
}

#[tokio::test]
async fn gems_that_come_with_ruby_are_there() {
    let before = "require 'rexml/document'\nrequire 'csv'\nrequire 'matrix'";
    let value = "[REXML::Document.new('<a>1</a>').root.text, CSV.parse_line('a,b'), Matrix[[1, 2]].to_a]";
    assert_eq!(super::expression(before, value).invoke("{}").await.answer(), r#"["1",["a","b"],[[1,2]]]"#);
}
