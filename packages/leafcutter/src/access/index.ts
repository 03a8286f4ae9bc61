/** Who may do what: names only. */
export { createGate, type Admission, type Gate, type GateRequest, type Need } from './gate.ts';
export { anyKey, createKey, listKeys, revokeKey, type KeyInfo } from './key-registry.ts';
export { KeyRing } from './key-ring.ts';
export { defaultScopes, defaultTenant, parseScopes, scopes, type Caller, type Scope } from './keys.ts';
export { RateLimiter, type RateLimit } from './rate-limit.ts';
export { isLoopbackName, makeRunToken } from './run-token.ts';
export { serverSecret } from './secret.ts';
