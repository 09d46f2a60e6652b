// The `os` module: what an environment looks like from inside.
(function (node) {
  'use strict';
  const { host, config } = node;
  return {
    EOL: '\n',
    devNull: '/dev/null',
    arch: () => 'x64',
    platform: () => 'linux',
    type: () => 'Linux',
    release: () => '5.10.0',
    version: () => '#1 SMP',
    machine: () => 'x86_64',
    hostname: () => 'localhost',
    homedir: () => '/home/sbx_user1051',
    tmpdir: () => '/tmp',
    endianness: () => 'LE',
    uptime: () => host.monotonic() / 1000,
    loadavg: () => [0, 0, 0],
    totalmem: () => config.memoryMib * 1048576,
    freemem: () => config.memoryMib * 1048576 - host.memoryBytes(),
    availableParallelism: () => 1,
    cpus: () => [{ model: 'WebAssembly', speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } }],
    networkInterfaces: () => ({}),
    userInfo: () => ({ uid: 993, gid: 990, username: 'sbx_user1051', homedir: '/home/sbx_user1051', shell: '/sbin/nologin' }),
    constants: { signals: { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }, errno: {} },
  };
})
