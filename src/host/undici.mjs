/**
 * The parts of undici that transport.ts uses, as the entry of a bundle of their own: the whole of it, with fetch,
 * WebSocket and caches, would make the package a third larger. `request` is put where undici's own index puts it.
 */
import request from 'undici/lib/api/api-request.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';

export { default as Agent } from 'undici/lib/dispatcher/agent.js';
export { default as Client } from 'undici/lib/dispatcher/client.js';
export { default as ProxyAgent } from 'undici/lib/dispatcher/proxy-agent.js';

Dispatcher.prototype.request = request;
