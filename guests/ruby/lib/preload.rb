# What is loaded before any function is there: first what Lambda's own client has loaded too, then what functions often ask for.

require "rubygems"

module Coldstart
  module Preload
    OF_LAMBDA = %w[json logger net/http stringio time].freeze
    COMMON = %w[base64 benchmark csv date delegate digest erb fileutils forwardable openssl ostruct pathname pp securerandom set
                shellwords singleton strscan tempfile tmpdir timeout uri yaml zlib].freeze
    (OF_LAMBDA + COMMON).each { |name| require name }
  end
end
