import type { Failure, IntegrationHealth } from '../api/types';

export function someHealth(change: Partial<IntegrationHealth> = {}): IntegrationHealth {
  return {
    id: 'one', name: 'Alice’s Gmail', provider: 'gmail', ownerId: 'alice', tags: [], status: 'healthy', statusSince: '2026-01-01T10:00:00Z',
    lastCheckedAt: '2026-01-01T12:00:00Z', lastSucceededAt: '2026-01-01T12:00:00Z', nextCheckAt: '2026-01-01T12:05:00Z', latencyMs: 120, consecutiveFailures: 0,
    stale: false, confirming: null, recovering: null, failure: null, capabilities: [], uptime: { '24h': 1, '7d': 1, '30d': 0.9995 }, credentialExpiresAt: null,
    data: {}, version: 1, ...change,
  };
}

export function someFailure(change: Partial<Failure> = {}): Failure {
  return {
    kind: 'authenticationRevoked', message: 'Google no longer accepts this connection.', transient: false, confidence: 'high', responsibleParty: 'owner',
    action: 'reconnect', actionUrl: 'https://host.example/connect', docsUrl: null, vendorCode: 'invalid_grant', retryAfter: null, outageId: null, ...change,
  };
}
