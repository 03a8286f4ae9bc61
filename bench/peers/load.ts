/** Asks for one address over and over: `load.ts <url> <key> <seconds> <connections>` prints rate and times as JSON. */
import autocannon from 'autocannon';

const [url = '', key = '', seconds = '5', connections = '16'] = process.argv.slice(2);
const result = await autocannon({
  url,
  connections: Number(connections),
  duration: Number(seconds),
  headers: { authorization: `Bearer ${key}` },
});
const { average } = result.requests;
const { p50, p99 } = result.latency;
const failed = result.non2xx + result.errors;
process.stdout.write(
  JSON.stringify({ requestsPerSecond: Math.round(average), p50Ms: p50, p99Ms: p99, failed }),
);
