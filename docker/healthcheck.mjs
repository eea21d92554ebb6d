/** Asks an address of the container's own process. With a second argument the answer must also hold that text. */
const [address, text = ''] = process.argv.slice(2);
const response = await fetch(address, { signal: AbortSignal.timeout(4_000) });
if (!response.ok) throw new Error(`${address} answered ${response.status}`);
if (!(await response.text()).includes(text)) throw new Error(`${address} does not speak of ${text} yet`);
