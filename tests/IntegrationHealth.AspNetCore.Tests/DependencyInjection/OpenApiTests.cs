using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IntegrationHealth.Endpoints;
using IntegrationHealth.OpenApi;
using IntegrationHealth.Testing;
using IntegrationHealth.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
        operations.Count.Should().BeGreaterThanOrEqualTo(23);
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
    public async Task Document_ConfiguredThings_MayLeaveOutTheirIdWhenSent_AndHaveItWhenAnswered()
    {
        var schemas = (await DocumentAsync()).GetProperty("components").GetProperty("schemas");

        foreach (var name in new[] { "AlertRule", "Silence", "MaintenanceWindow", "EscalationPolicy" })
        {
            Required(schemas.GetProperty(name)).Should().Contain("id", name);
            Required(schemas.GetProperty($"{name}Body")).Should().NotContain("id").And.NotBeEmpty(name);
        }

        Required(schemas.GetProperty("SilenceBody")).Should().Equal("matchers", "endsAt");
        var channel = schemas.GetProperty("NotificationChannel");
        Required(channel).Should().Equal("name", "type");
        channel.GetProperty("properties").GetProperty("secret").GetProperty("writeOnly").GetBoolean().Should().BeTrue();
        schemas.GetProperty("NotificationChannelItem").GetProperty("properties").TryGetProperty("secret", out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("/api/admin/alert-rules", "post", "AlertRuleBody")]
    [InlineData("/api/admin/alert-rules/{id}", "put", "AlertRuleBody")]
    [InlineData("/api/admin/silences", "post", "SilenceBody")]
    [InlineData("/api/admin/notification-channels", "post", "NotificationChannel")]
    public async Task Document_ConfiguredThings_AreTakenAsTheirBodies(string path, string method, string schema) =>
        (await DocumentAsync()).GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("requestBody").GetProperty("content")
            .GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString().Should().Be($"#/components/schemas/{schema}");

    [Fact]
    public async Task Document_EveryDuration_HasAType()
    {
        var schemas = (await DocumentAsync()).GetProperty("components").GetProperty("schemas");

        var durations = schemas.EnumerateObject().Where(schema => schema.Value.TryGetProperty("properties", out _))
            .SelectMany(schema => schema.Value.GetProperty("properties").EnumerateObject().Select(property => (Name: $"{schema.Name}.{property.Name}", property.Value)))
            .Where(property => property.Name.EndsWith("Ms", StringComparison.Ordinal)).ToList();

        durations.Select(duration => duration.Name).Should().Contain("AlertRule.pendingMs").And.Contain("AlertRuleBody.pendingMs");
        durations.Where(duration => !duration.Value.TryGetProperty("type", out _) && !duration.Value.TryGetProperty("oneOf", out _) && !duration.Value.TryGetProperty("$ref", out _))
            .Select(duration => duration.Name).Should().BeEmpty();
    }

    [Fact]
    public async Task Document_Lists_NameTheirParameters()
    {
        var document = await DocumentAsync();

        document.GetProperty("paths").GetProperty("/api/admin/integrations/health").GetProperty("get").GetProperty("parameters").EnumerateArray()
            .Select(parameter => parameter.GetProperty("name").GetString())
            .Should().BeEquivalentTo("status", "provider", "ownerId", "tag", "without", "failureKind", "q", "sort", "limit", "cursor");
        document.GetProperty("paths").GetProperty("/api/integrations/{id}/health/history").GetProperty("get").GetProperty("parameters").EnumerateArray()
            .Select(parameter => parameter.GetProperty("name").GetString())
            .Should().BeEquivalentTo("id", "from", "to", "resolution", "limit", "cursor");
    }

    [Fact]
    public async Task Document_History_NamesBothShapes()
    {
        var document = await DocumentAsync();

        document.GetProperty("paths").GetProperty("/api/integrations/{id}/health/history").GetProperty("get").GetProperty("responses").GetProperty("200")
            .GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("oneOf").EnumerateArray()
            .Select(shape => shape.GetProperty("$ref").GetString())
            .Should().Equal("#/components/schemas/CheckHistory", "#/components/schemas/BucketHistory");
        document.GetProperty("components").GetProperty("schemas").GetProperty("BucketHistory").GetProperty("properties").GetRawText().Should().Contain("items");
    }

    [Fact]
    public async Task Document_EveryJsonAnswerAndBody_HasAnExample()
    {
        var document = await DocumentAsync();

        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var contents = operation.Value.GetProperty("responses").EnumerateObject().Select(answer => answer.Value)
                    .Concat(operation.Value.TryGetProperty("requestBody", out var body) ? [body] : [])
                    .Where(answer => answer.TryGetProperty("content", out _))
                    .SelectMany(answer => answer.GetProperty("content").EnumerateObject())
                    .Where(content => content.Name.Contains("json", StringComparison.Ordinal));
                foreach (var content in contents)
                {
                    (content.Value.TryGetProperty("example", out _) || content.Value.TryGetProperty("examples", out _))
                        .Should().BeTrue("{0} {1} {2}", operation.Name, path.Name, content.Value);
                }
            }
        }
    }

    [Fact]
    public void EveryExample_ReadsAsWhatItIsAnExampleOf()
    {
        var strict = new JsonSerializerOptions(EndpointJson.Default.Options)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            TypeInfoResolver = JsonTypeInfoResolver.Combine(EndpointJson.Default, new DefaultJsonTypeInfoResolver()),
        };
        foreach (var (name, example) in OpenApiExamples.ByType)
        {
            var type = typeof(EndpointJson).Assembly.GetTypes().SingleOrDefault(type => type.Name == name && type.Namespace!.StartsWith("IntegrationHealth.Endpoints", StringComparison.Ordinal))
                ?? typeof(IntegrationHealth.Alerting.Rules.AlertRule).Assembly.GetTypes()
                    .SingleOrDefault(type => type.Name == name && type.Namespace!.StartsWith("IntegrationHealth.Alerting", StringComparison.Ordinal))
                ?? typeof(HttpValidationProblemDetails).Assembly.GetTypes().Single(type => type.Name == name);
            JsonSerializer.Deserialize(example, type, strict).Should().NotBeNull(name);
        }
    }

    /// <summary>
    /// The document in the repository is the contract. A difference is either a mistake or a change of contract, and then it is committed:
    /// run the tests with UPDATE_OPENAPI=true to write it anew.
    /// </summary>
    [Fact]
    public async Task Document_IsTheOneInTheRepository()
    {
        var file = Path.Combine(RepositoryRoot.Path, "docs", "openapi.json");
        var actual = JsonSerializer.Serialize(await DocumentAsync(), Indented).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_OPENAPI") == "true")
            await File.WriteAllTextAsync(file, actual, TestContext.Current.CancellationToken);

        var expected = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);

        actual.Should().Be(expected.ReplaceLineEndings("\n"));
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IEnumerable<string?> Required(JsonElement schema) => schema.GetProperty("required").EnumerateArray().Select(field => field.GetString());

    private static async Task<JsonElement> DocumentAsync()
    {
        await using var host = await TestHost.StartAsync(
            services: services => services.AddOpenApi(options =>
            {
                options.AddDocumentTransformer((document, _, _) =>
                {
                    document.Info.Title = "IntegrationHealth";
                    document.Info.Version = "v1";
                    document.Servers?.Clear(); // The test host's port.
                    return Task.CompletedTask;
                });
            }), app: app => app.MapOpenApi());
        return await host.GetAsync("admin", "/openapi/v1.json");
    }
}
