namespace IntegrationHealth.Sample.Hosting;

/// <summary>The page at <c>/</c>: what is here, and how to ask for it.</summary>
internal static class StartPage
{
    public static void MapStartPage(this WebApplication app) => app
        .MapGet("/", (HttpRequest request) => Results.Text(Page($"{request.Scheme}://{request.Host}{request.PathBase}"), "text/plain; charset=utf-8"))
        .ExcludeFromDescription();

    private static string Page(string root) => $"""
        IntegrationHealth sample
        ========================

        Whose connections work, which do not, and what to do about it.

        In a browser:

          {root}/integration-health

        Or sign in as demo-alice, demo-bob or demo-admin from a terminal:

          curl -H "Authorization: Bearer demo-alice" {root}/api/integrations/health
          curl -H "Authorization: Bearer demo-alice" {root}/api/integrations/sim-0001/health
          curl -H "Authorization: Bearer demo-alice" -X POST {root}/api/integrations/sim-0001/health/check
          curl -H "Authorization: Bearer demo-admin" "{root}/api/admin/integrations/health?status=unhealthy"
          curl -H "Authorization: Bearer demo-admin" "{root}/api/admin/integrations/health/export?format=csv"
          curl -H "Authorization: Bearer demo-admin" "{root}/api/admin/integrations/metrics?range=1h"
          curl -H "Authorization: Bearer demo-admin" {root}/api/admin/system

        Live (SignalR): {root}/api/integrations/health/hub?access_token=demo-alice

        Open to all:

          {root}/health            is this host itself all right
          {root}/metrics           for Prometheus
          {root}/openapi/v1.json   every route with its answers

        """;
}
