import { describe, expect, it } from 'vitest';
import { providerName } from './providerName';

describe('providerName', () => {
  it('calls what the library checks by its name, and what a host adds as the host does', () => {
    expect(['google-calendar', 'mcp', 'acme-crm', 'constructor'].map(providerName)).toEqual(['Google Calendar', 'MCP', 'acme-crm', 'constructor']);
  });
});
