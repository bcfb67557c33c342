using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Outbox;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Hosting;
using IntegrationHealth.Writing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>Calls that the alerting tests share.</summary>
internal static class AlertingHost
{
    public static Task<TestHost> StartAsync(Action<IServiceCollection>? services = null, Action<IntegrationHealthEndpointOptions>? endpoints = null) =>
        TestHost.StartAsync(health => health.AddNotificationChannelType<TestChannel>(), services, endpoints);

    public static async Task<(HttpStatusCode Status, JsonElement Body, Uri? Location)> SendAsync(
        this TestHost host, HttpMethod method, string path, object? body = null, string? user = "admin")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = body as HttpContent ?? JsonContent.Create(body);
        using var response = await host.As(user).SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var json = text.Length > 0 && response.Content.Headers.ContentType?.MediaType?.Contains("json", StringComparison.Ordinal) == true
            ? JsonDocument.Parse(text).RootElement
            : JsonSerializer.SerializeToElement(text);
        return (response.StatusCode, json, response.Headers.Location);
    }

    /// <summary>A failed check, judged and written as the result writer would.</summary>
    public static async Task FailAsync(this TestHost host, string id)
    {
        var (evaluator, commit) = (host.Services.GetRequiredService<BatchEvaluator>(), host.Services.GetRequiredService<BatchCommit>());
        var observation = new Observation(CheckResult.Failed(FailureKind.Misconfigured, "<b>broken</b>"), host.Time.GetUtcNow(), 10);
        host.Services.GetRequiredService<IntegrationRegistry>().TryGet(id, out var monitored).Should().BeTrue();
        List<EvaluatedWrite> evaluated = [];
        evaluator.Evaluate([new PendingWrite(monitored!) { Observation = observation }], evaluated, []);
        var refused = await commit.WriteAsync(evaluated, TestContext.Current.CancellationToken);
        await commit.FinishAsync(evaluated, refused, uncertain: false, new Queue<PendingWrite>(), TestContext.Current.CancellationToken);
    }

    /// <summary>An alert of a rule of one failure, firing.</summary>
    public static async Task<string> FireAsync(this TestHost host)
    {
        await host.AddAsync(Some.Integration("one"));
        (await host.SendAsync(HttpMethod.Post, "/api/admin/alert-rules", Rule("rule"))).Status.Should().Be(HttpStatusCode.Created);
        await host.FailAsync("one");
        var list = await host.GetAsync("admin", "/api/admin/alerts?ruleId=rule");
        return list.GetProperty("items").EnumerateArray().Single().GetProperty("id").GetString()!;
    }

    public static object Rule(string id) => new { id, name = "One failure", conditions = new[] { new { type = "consecutiveFailures", threshold = 1 } } };
}

/// <summary>Answers a test as it is told.</summary>
internal sealed class TestChannel : INotificationChannel
{
    public string Type => "test";

    public IEnumerable<IntegrationValidationError> Validate(NotificationChannel channel) =>
        channel.Settings.TryGetProperty("bad", out _) ? [new("settings.bad", "'bad' is not allowed.")] : [];

    public Task<DeliveryOutcome> SendAsync(NotificationMessage message, NotificationChannel channel, CancellationToken cancellationToken) =>
        Task.FromResult(channel.Secret == "right" ? DeliveryOutcome.Delivered($"200 to {message.Type}") : DeliveryOutcome.Rejected("401"));
}
