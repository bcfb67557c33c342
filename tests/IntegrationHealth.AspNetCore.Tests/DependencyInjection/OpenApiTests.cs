using System.Text.Json;
using IntegrationHealth.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.DependencyInjection;

public sealed class OpenApiTests
{
    [Fact]
    public async Task Document_EveryRoute_HasNameSummaryAnswersAndErrors()
    {
        var document = await DocumentAsync();

        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => (Route: $"{method.Name} {path.Name}", method.Value))).ToList();
        operations.Should().HaveCount(14);
        foreach (var (route, operation) in operations)
        {
            operation.GetProperty("operationId").GetString().Should().NotBeNullOrEmpty(route);
            operation.GetProperty("summary").GetString().Should().NotBeNullOrEmpty(route);
            var answers = operation.GetProperty("responses").EnumerateObject().Select(answer => answer.Name).ToList();
            answers.Should().Contain(["401", "403"], route);
            answers.Should().Contain(answer => answer.StartsWith('2'), route);
            if (route.Contains("{id}", StringComparison.Ordinal))
                answers.Should().Contain("404", route);
        }
    }

    [Fact]
    public async Task Document_MainShape_IsNamedIntegrationHealth()
    {
        var document = await DocumentAsync();

        var schema = document.GetProperty("components").GetProperty("schemas").GetProperty("IntegrationHealth").GetProperty("properties");
        schema.GetProperty("statusSince").GetProperty("format").GetString().Should().Be("date-time");
        schema.GetRawText().Should().Contain("latencyMs");
        document.GetProperty("components").GetProperty("schemas").GetRawText().Should().Contain("\"unhealthy\"").And.Contain("\"authenticationRevoked\"");
        document.GetProperty("paths").GetProperty("/api/integrations/{id}/health").GetProperty("get").GetProperty("responses").GetProperty("200").GetRawText()
            .Should().Contain("#/components/schemas/IntegrationHealth");
    }

    [Fact]
    public async Task Document_Lists_NameTheirParameters()
    {
        var document = await DocumentAsync();

        document.GetProperty("paths").GetProperty("/api/admin/integrations/health").GetProperty("get").GetProperty("parameters").EnumerateArray()
            .Select(parameter => parameter.GetProperty("name").GetString())
            .Should().BeEquivalentTo("status", "provider", "ownerId", "tag", "failureKind", "q", "sort", "limit", "cursor");
        document.GetProperty("paths").GetProperty("/api/integrations/{id}/health/history").GetProperty("get").GetProperty("parameters").EnumerateArray()
            .Select(parameter => parameter.GetProperty("name").GetString())
            .Should().BeEquivalentTo("id", "from", "to", "resolution", "limit", "cursor");
    }

    private static async Task<JsonElement> DocumentAsync()
    {
        await using var host = await TestHost.StartAsync(services: services => services.AddOpenApi(), app: app => app.MapOpenApi());
        return await host.GetAsync("admin", "/openapi/v1.json");
    }
}
