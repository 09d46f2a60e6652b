require "openssl"
require "digest"
require "securerandom"

SECRET = ENV.fetch("GREETING")

def handler(event:, context:)
  signature = OpenSSL::HMAC.hexdigest("SHA256", SECRET, event["body"])
  raise SecurityError, "signature is #{signature[0, 8]}" unless OpenSSL.fixed_length_secure_compare(signature, event["signature"])
  { digest: Digest::MD5.hexdigest(event["body"]), token: SecureRandom.hex(8).size }
end
