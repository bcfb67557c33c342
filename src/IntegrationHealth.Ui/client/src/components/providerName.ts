/** What people call the providers of the library, as the host's own list of them says it to administrators; an owner is not given that list. */
const names: Record<string, string> = {
  github: 'GitHub', gmail: 'Gmail', 'google-calendar': 'Google Calendar', healthcheck: 'Health check', http: 'HTTP', hubspot: 'HubSpot', jira: 'Jira', mcp: 'MCP', 'microsoft-graph': 'Microsoft 365', notion: 'Notion',
  salesforce: 'Salesforce', slack: 'Slack', stripe: 'Stripe',
};

/** The name of a provider; one of the host's own is called as the host calls it. */
export function providerName(provider: string): string {
  return Object.hasOwn(names, provider) ? names[provider] ?? provider : provider;
}
