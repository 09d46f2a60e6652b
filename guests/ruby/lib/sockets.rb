# The names of Ruby's sockets, so that what uses them can be loaded. None can be opened: a function reaches nothing outside yet.

# `require` finds them here.
$LOADED_FEATURES.push("socket.so", "socket.rb", "io/wait.so", "io/wait.rb")

class SocketError < StandardError; end

class BasicSocket < IO
  def self.do_not_reverse_lookup = true
  def self.do_not_reverse_lookup=(value); end
end

class Socket < BasicSocket
  class ResolutionError < SocketError; end

  AF_UNSPEC = PF_UNSPEC = 0
  AF_INET = PF_INET = 2
  AF_INET6 = PF_INET6 = 10
  AF_UNIX = PF_UNIX = 1
  SOCK_STREAM = 1
  SOCK_DGRAM = 2
  IPPROTO_TCP = 6
  IPPROTO_UDP = 17
  SOL_SOCKET = 1
  SO_KEEPALIVE = 9
  TCP_NODELAY = 1
  SO_REUSEADDR = 2

  # Why nothing is opened.
  def self.refusal(what) = SocketError.new("#{what}: a function in this sandbox reaches nothing outside yet")

  module Constants
    Socket.constants.each { |name| const_set(name, Socket.const_get(name)) if Socket.const_get(name).is_a?(Integer) }
  end

  class << self
    def gethostname = "localhost"

    %i[tcp udp unix tcp_server_sockets udp_server_sockets getaddrinfo gethostbyname getifaddrs ip_address_list getservbyname].each do |name|
      define_method(name) { |*, **| raise refusal("Socket.#{name}") }
    end
  end
end

class IPSocket < BasicSocket
  def self.getaddress(host) = raise(Socket.refusal("#{name}.getaddress"))
end

class TCPSocket < IPSocket
  def self.gethostbyname(host) = raise(Socket.refusal("TCPSocket.gethostbyname"))
end

class TCPServer < TCPSocket; end

class UDPSocket < IPSocket; end

class UNIXSocket < BasicSocket
  def self.pair(*) = raise(Socket.refusal("UNIXSocket.pair"))
end

class UNIXServer < UNIXSocket; end

class Addrinfo
  %i[new tcp udp ip unix getaddrinfo foreach].each do |name|
    define_singleton_method(name) { |*, **| raise Socket.refusal("Addrinfo.#{name}") }
  end
end

[Socket, TCPSocket, TCPServer, UDPSocket, UNIXSocket, UNIXServer].each do |type|
  %i[new open].each do |name|
    type.define_singleton_method(name) { |*, **| raise Socket.refusal("#{self.name}.#{name}") }
  end
end

require "openssl"

# The engine's OpenSSL has no TLS. Clients name these before they connect.
module OpenSSL
  module SSL
    VERIFY_NONE = 0
    VERIFY_PEER = 1
    class SSLError < OpenSSLError; end

    class SSLContext
      def self.new(*) = raise(Socket.refusal("OpenSSL::SSL::SSLContext.new"))
    end

    class SSLSocket
      def self.new(*) = raise(Socket.refusal("OpenSSL::SSL::SSLSocket.new"))
    end
  end
end
