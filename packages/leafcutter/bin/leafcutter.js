#!/usr/bin/env node
// Runs the built command, or the sources of a checkout. An older Node hands over to the one of the `node` package.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);
const handedOver = process.env.LEAFCUTTER_NODE_HANDED_OVER === '1';

if (/^'?leafcutter\b[^&]*$/.test(process.env.npm_lifecycle_script ?? '')) endWithParent();

if (major > 22 || (major === 22 && minor >= 18)) {
  // The second start of the same release takes half the time.
  module.enableCompileCache?.();
  const source = path.join(here, '../src/cli/main.ts');
  const { main } = await import(existsSync(source) ? source : '../dist/cli/main.js');
  process.exitCode = await main(process.argv.slice(2));
} else if (handedOver) {
  process.stderr.write(`leafcutter: needs Node 22.18 or later, this is ${process.version}\n`);
  process.exitCode = 2;
} else {
  const node = nodeOfPackage();
  if (node === null) {
    process.stderr.write(
      `leafcutter: needs Node 22.18 or later, this is ${process.version}; install it, or the npm package "node"\n`,
    );
    process.exitCode = 2;
  } else {
    const run = spawn(node, process.argv.slice(1), {
      stdio: 'inherit',
      env: { ...process.env, LEAFCUTTER_NODE_HANDED_OVER: '1' },
    });
    // A terminal gives Ctrl-C and a hang-up to both processes; a termination signal comes to this one alone.
    process.on('SIGINT', () => undefined);
    process.on('SIGHUP', () => undefined);
    process.on('SIGTERM', () => run.kill('SIGTERM'));
    run.on('error', (error) => {
      process.stderr.write(`leafcutter: cannot start ${node}: ${error.message}\n`);
      process.exitCode = 2;
    });
    run.on('close', (code, signal) => {
      process.exitCode ??= code ?? 128 + constants.signals[signal];
    });
  }
}

/**
 * A signal to npx ends its shell and nothing else, and `kill -9` of it not even that: this process, whose output nobody reads
 * any more, would run on. Only below npx, which lives as long as what it started; any other parent may go and leave a daemon
 * behind.
 */
function endWithParent() {
  const { ppid } = process;
  const [name, npx] = ancestor(ppid);
  // npm starts a shell, which starts us; some shells put us in their own place.
  const isShellOfNpx = !name.startsWith('npm') && npx !== '' && ancestor(npx)[0].startsWith('npm');
  const timer = setInterval(() => {
    if (process.ppid === ppid && (!isShellOfNpx || ancestor(ppid)[1] === npx)) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  timer.unref();
}

/** Name and parent of a process; empty where the system has no /proc. */
function ancestor(pid) {
  try {
    const [, name, parent] = /\((.*)\) \S (\d+) /s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return [name, parent];
  } catch {
    return ['', ''];
  }
}

function nodeOfPackage() {
  try {
    const root = path.dirname(createRequire(import.meta.url).resolve('node/package.json'));
    const binary = path.join(root, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}
