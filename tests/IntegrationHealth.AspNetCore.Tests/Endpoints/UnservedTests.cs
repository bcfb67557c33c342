using System.Text.Json;
using IntegrationHealth.Tests.Hosting;
using Microsoft.AspNetCore.Builder;

namespace IntegrationHealth.Tests.Endpoints;

/// <summary>What routing itself would answer without a word.</summary>
public sealed class UnservedTests
{
    [Theory]
    [InlineData("GET", "/api/integrations/health/nothing", 404, "")]
    [InlineData("GET", "/api/integrations/mail/health/nothing", 404, "")]
    [InlineData("GET", "/api/admin/integrations/mail/nothing", 404, "")]
    [InlineData("DELETE", "/api/integrations/health", 405, "GET")]
    [InlineData("PUT", "/api/integrations/mail/health", 405, "GET")]
    [InlineData("PUT", "/api/admin/integrations/mail", 405, "DELETE, GET, PATCH")]
    [InlineData("POST", "/api/admin/system", 405, "GET")]
    [InlineData("PATCH", "/api/admin/notification-channels/ops", 405, "DELETE, GET, PUT")]
    [InlineData("PUT", "/api/admin/silences/some", 405, "DELETE, GET")]
    [InlineData("DELETE", "/api/admin/alerts", 405, "GET")]
    [InlineData("PUT", "/api/admin/alert-rules", 405, "GET, POST")]
    [InlineData("POST", "/api/admin/alert-rule-faults", 405, "GET")]
    [InlineData("DELETE", "/api/admin/dead-notifications", 405, "GET")]
    [InlineData("PATCH", "/api/admin/maintenance-windows", 405, "GET, POST")]
    [InlineData("GET", "/api/admin/escalation-policies/some/nothing", 404, "")]
    public async Task Request_NoRouteTakesIt_IsAProblem(string method, string path, int status, string allow)
    {
        await using var host = await TestHost.StartAsync();

        using var response = await SendAsync(host, "admin", method, path);

        ((int)response.StatusCode).Should().Be(status);
        response.Content.Headers.ContentType?.MediaType.Should().Be("application/problem+json");
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("status").GetInt32().Should().Be(status);
        string.Join(", ", response.Content.Headers.Allow).Should().Be(allow);
    }

    [Theory]
    [InlineData("/api/integrations/health/nothing")]
    [InlineData("/api/admin/integrations/mail/nothing")]
    public async Task Request_Anonymous_LearnsNothing(string path)
    {
        await using var host = await TestHost.StartAsync();

        using var response = await SendAsync(host, null, "GET", path);

        ((int)response.StatusCode).Should().Be(401);
    }

    [Fact]
    public async Task Request_RouteOfTheHost_ComesFirst()
    {
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/api/admin/integrations/{id}/notes", (string id) => $"notes of {id}"));

        using var response = await SendAsync(host, null, "GET", "/api/admin/integrations/mail/notes");

        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Be("notes of mail");
    }

    private static async Task<HttpResponseMessage> SendAsync(TestHost host, string? user, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        return await host.As(user).SendAsync(request, TestContext.Current.CancellationToken);
    }
}
