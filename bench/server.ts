/**
 * The server beside a bare Fastify route, and what a large upload does to its memory. Both servers are processes of their own
 * on one SQLite store; the load comes from a third. Arguments: [seconds a round] [rounds].
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, openAsBlob } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '@leafcutter/client';
import { runCommand } from '../packages/leafcutter/test/cli-spawn.ts';
import { bareEnvironment, startServe, type ServeProcess } from '../packages/leafcutter/test/serve-process.ts';

const connections = 16;
const megabyte = 1_000_000;
const examples = path.join(import.meta.dirname, '../examples');

interface Load {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers other than 200. */
  readonly failed: number;
}

export async function run(args: readonly string[]): Promise<unknown> {
  const seconds = Number(args[0] ?? 5);
  const rounds = Number(args[1] ?? 3);
  const data = await mkdtemp(path.join(tmpdir(), 'leafcutter-bench-server-'));
  const words = ['keys', 'create', '--name', 'bench', '--data', data];
  const key = (await runCommand(words, { env: bareEnvironment })).out.trim();
  const env = { LEAFCUTTER_REQUESTS_PER_SECOND: '1000000', LEAFCUTTER_REQUEST_BURST: '1000000' };
  try {
    await using server = await startServe({ data, env });
    const jobId = await endedJob(server, key);
    const lookup = await compareLookups(server, key, jobId, seconds, rounds);
    const upload = await largeUpload(server, key);
    return { connections, secondsARound: seconds, rounds, lookup, upload };
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

async function endedJob(server: ServeProcess, key: string): Promise<string> {
  const client = createClient({ baseUrl: server.origin, apiKey: key });
  const data = new Uint8Array(await readFile(path.join(examples, 'invoice.pdf')));
  const document = await client.documents.upload({ data, name: 'invoice.pdf' });
  const definition = JSON.parse(await readFile(path.join(examples, 'invoice.schema.json'), 'utf8'));
  const schema = await client.schemas.create({ name: 'invoice', schema_definition: definition });
  const ids = { document_id: document.document_id, schema_id: schema.schema_id };
  return (await client.jobs.run(ids)).job_id;
}

/** In turns, so that what else the machine does meets both. */
async function compareLookups(
  server: ServeProcess,
  key: string,
  jobId: string,
  seconds: number,
  rounds: number,
): Promise<unknown> {
  const bareServer = await startBare(path.join(server.data, 'leafcutter.db'), key);
  const bare: Load[] = [];
  const ours: Load[] = [];
  try {
    const address = `/v1/extract/jobs/${jobId}`;
    for (const origin of [bareServer.origin, server.origin]) await load(`${origin}${address}`, key, 2);
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await load(`${bareServer.origin}${address}`, key, seconds));
      ours.push(await load(`${server.origin}${address}`, key, seconds));
    }
  } finally {
    bareServer.stop();
  }
  const rate = (loads: readonly Load[]): number => median(loads.map((one) => one.requestsPerSecond));
  const p99 = (loads: readonly Load[]): number => median(loads.map((one) => one.p99Ms));
  return {
    bare,
    ours,
    rateRatio: round2(rate(ours) / rate(bare)),
    p99Ratio: round2(p99(ours) / p99(bare)),
  };
}

async function startBare(database: string, key: string): Promise<{ readonly origin: string; stop(): void }> {
  const script = path.join(import.meta.dirname, 'peers/bare-fastify.ts');
  const child = spawn(process.execPath, [script, database, key], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line]: unknown[] = await once(child.stdout, 'data');
  return { origin: String(line).trim(), stop: () => child.kill() };
}

/** From a process of its own: a load that runs in this one would slow what it measures. */
async function load(url: string, key: string, seconds: number): Promise<Load> {
  const script = path.join(import.meta.dirname, 'peers/load.ts');
  const words = [script, url, key, String(seconds), String(connections)];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  await once(child, 'close');
  return JSON.parse(text);
}

async function largeUpload(server: ServeProcess, key: string): Promise<unknown> {
  const file = path.join(server.data, 'large.pdf');
  await writeLargePdf(file, 199 * megabyte);
  const client = createClient({ baseUrl: server.origin, apiKey: key, maxRetries: 0 });
  const before = await residentMegabytes(server.pid);
  let highest = before;
  const watcher = setInterval(() => {
    residentMegabytes(server.pid).then(
      (now) => {
        highest = Math.max(highest, now);
      },
      () => undefined,
    );
  }, 10);
  const began = performance.now();
  const document = await client.documents.upload({ data: await openAsBlob(file), name: 'large.pdf' });
  const seconds = (performance.now() - began) / 1000;
  clearInterval(watcher);
  return {
    megabytes: Math.round(document.file_size / megabyte),
    pages: document.page_count,
    seconds: round2(seconds),
    residentBeforeMb: Math.round(before),
    residentHighestMb: Math.round(highest),
    raisedMb: Math.round(highest - before),
  };
}

async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return (Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024) / megabyte;
}

/** One page, and beside it a stream of random bytes that nobody shows. */
async function writeLargePdf(file: string, bytes: number): Promise<void> {
  const out = createWriteStream(file);
  const offsets: number[] = [];
  let written = 0;
  const write = async (piece: string | Buffer): Promise<void> => {
    written += Buffer.byteLength(piece);
    if (!out.write(piece)) await once(out, 'drain');
  };
  const object = async (text: string): Promise<void> => {
    offsets.push(written);
    await write(`${offsets.length} 0 obj\n${text}`);
  };
  await write('%PDF-1.7\n');
  await object('<< /Type /Catalog /Pages 2 0 R >>\nendobj\n');
  await object('<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n');
  const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';
  const resources = `<< /Font << /F ${font} >> >>`;
  await object(
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources ${resources} >>\nendobj\n`,
  );
  const content = 'BT /F 12 Tf 50 750 Td (Invoice 1) Tj ET';
  await object(`<< /Length ${content.length} >>\nstream\n${content}\nendstream\nendobj\n`);
  await object(`<< /Length ${bytes} >>\nstream\n`);
  for (let left = bytes; left > 0; left -= megabyte) await write(randomBytes(Math.min(left, megabyte)));
  await write('\nendstream\nendobj\n');
  const start = written;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  await write(`xref\n0 ${rows.length + 1}\n0000000000 65535 f \n${rows.join('')}`);
  await write(`trailer\n<< /Size ${rows.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`);
  out.end();
  await once(out, 'close');
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
