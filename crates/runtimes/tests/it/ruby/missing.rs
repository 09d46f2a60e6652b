//! What a sandbox does not have says so.

use super::expression;

#[tokio::test]
async fn processes_are_refused_by_name() {
    for (call, name) in [
        ("system('ls')", "system"),
        ("`ls`", "`command`"),
        ("spawn('ls')", "spawn"),
        ("exec('ls')", "exec"),
        ("Kernel.system('ls')", "system"),
        ("Process.spawn('ls')", "Process.spawn"),
        ("IO.popen('ls')", "IO.popen"),
    ] {
        let run = expression("", call).invoke("{}").await;
        let (_, payload) = run.error();
        assert_eq!(payload["errorType"], "Function<Errno::ENOTSUP>", "{call}");
        let message = format!("Not supported - {name}: there are no other processes in this sandbox");
        assert_eq!(payload["errorMessage"], message);
    }
    for call in ["fork", "Process.fork", "Kernel.fork { 1 }"] {
        let run = expression("", call).invoke("{}").await;
        assert_eq!(run.error().1["errorMessage"], "fork: there are no other processes in this sandbox");
    }
}

#[tokio::test]
async fn connections_are_refused_by_name() {
    let refusal = "a function in this sandbox reaches nothing outside yet";
    for (call, message) in [
        ("TCPSocket.new('example.com', 80)", format!("TCPSocket.new: {refusal}")),
        ("UDPSocket.new", format!("UDPSocket.new: {refusal}")),
        ("Socket.getaddrinfo('example.com', 80)", format!("Socket.getaddrinfo: {refusal}")),
        (
            "Net::HTTP.get(URI('http://example.com/'))",
            format!("Failed to open TCP connection to example.com:80 (TCPSocket.open: {refusal})"),
        ),
        ("Net::HTTP.get(URI('https://example.com/'))", String::new()),
        ("require 'open-uri'; URI.open('http://example.com/')", String::new()),
    ] {
        let run = expression("require 'socket'\nrequire 'net/http'", call).invoke("{}").await;
        let (_, payload) = run.error();
        assert_eq!(payload["errorType"], "Function<SocketError>", "{call}: {payload}");
        let told = payload["errorMessage"].as_str().unwrap();
        assert!(if message.is_empty() { told.contains(refusal) } else { told == message }, "{call}: {told}");
    }
}

#[tokio::test]
async fn what_is_not_built_or_not_there_is_rubys_own_error() {
    for (call, error_type) in [
        ("require 'bigdecimal'", "Function<LoadError>"),
        ("require 'fiddle'", "Function<LoadError>"),
        ("require 'io/console'", "Function<LoadError>"),
        ("Ractor.new { 1 }", "Function<NotImplementedError>"),
        ("IO.pipe", "Function<Errno::ENOTSUP>"),
        ("Queue.new.pop", "Function<fatal>"),
        ("File.read('/etc/passwd')", "Function<Errno::ENOENT>"),
        ("File.write('/var/task/new', '1')", "Function<Errno::EROFS>"),
        ("File.write('/new', '1')", "Function<Errno::EROFS>"),
        ("File.write('/tmp/large', 'x' * (3 << 20))", "Function<Errno::ENOSPC>"),
        ("File.read('../../../../etc/hosts')", "Function<Errno::ENOENT>"),
    ] {
        let run = expression("", call).invoke("{}").await;
        assert_eq!(run.error().1["errorType"], error_type, "{call}");
    }
}
