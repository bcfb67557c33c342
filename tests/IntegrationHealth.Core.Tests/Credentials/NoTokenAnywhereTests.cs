using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using IntegrationHealth.Catalog;
using IntegrationHealth.Credentials;
using IntegrationHealth.Tests.Checks.Http;
using IntegrationHealth.Tests.Flow;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Tests.Credentials;

/// <summary>
/// A vendor and a token endpoint that echo every secret wherever they can, and a store that throws: nothing of it may show up in anything
/// that leaves the library.
/// </summary>
public sealed class NoTokenAnywhereTests : ILoggerProvider, ILogger
{
    private static readonly string[] Secrets = ["old-access-token-1", "old-refresh-token-1", "fresh-access-token-1", "rotated-refresh-token-2", "client-s3cret-value", "app-level-token-7", "ticket-of-events-9"];

    private readonly ConcurrentQueue<string> _said = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Flow_FarEndsThatEcho_NoTokenIsInLogsResultsActivitiesOrMetrics(bool renews)
    {
        await using var vendor = await LocalServer.StartAsync(context => context.Request.Path.Value switch
        {
            "/api/auth.test" => context.Response.WriteAsync("""{"ok":true,"team_id":"T1"}"""),
            // Cut in the middle of what it must not say.
            "/api/apps.connections.open" => EchoAsync(context, 200, """{"ok":true,"url":"wss://x.slack.com/?ticket=ticket-of-events-9&echo=""" + context.Request.Headers.Authorization),
            _ => EchoAsync(context, 401, """{"error":{"code":401,"status":"UNAUTHENTICATED","message":"bad token TOKEN","errors":[{"reason":"TOKEN"}]}}"""
            .Replace("TOKEN", context.Request.Headers.Authorization.ToString().Split(' ')[^1], StringComparison.Ordinal)),
        });
        await using var tokens = await LocalServer.StartAsync(async context =>
        {
            var form = await context.Request.ReadFormAsync();
            var (refresh, secret) = (form["refresh_token"], form["client_secret"]);
            await (renews
                ? EchoAsync(context, 200, """{"access_token":"fresh-access-token-1","refresh_token":"rotated-refresh-token-2","expires_in":3600}""")
                : EchoAsync(context, 400, $$"""{"error":"{{refresh}}","error_description":"no good: {{refresh}} of {{secret}}"}"""));
        });
        using var activities = Listen();
        using var metrics = Measure();
        await using var host = await FlowHost.StartAsync(
            health =>
            {
                health.Services.AddSingleton<ILoggerProvider>(this);
                health.AddGmail("mail", settings => settings.BaseAddress = vendor.Address.ToString());
                health.AddSlack("chat", settings => settings.BaseAddress = vendor.Address.ToString());
                health.UseOAuthRefresh<ThrowingStore>(options =>
                {
                    options.Timeout = TimeSpan.FromMinutes(5);
                    options.Clients["gmail"] = OAuthClient.Google("id", "client-s3cret-value") with { TokenEndpoint = tokens.Address };
                });
            },
            new() { ["IntegrationHealth:Checks:FailureThreshold"] = "1", ["IntegrationHealth:Checks:Timeout"] = "00:05:00" });

        await host.UntilAsync(
            async () =>
            {
                // The far ends live in real time: the host's must not run into its limits meanwhile.
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
                return host.Monitored("mail").Snapshot.Failure is not null && host.Monitored("chat").Snapshot.Failure is not null;
            },
            "a check fails");

        foreach (var change in host.Events.All)
            Say(change.After, change.After.Failure, change.After.Failure?.Evidence, change.Result, change.Result?.Failure, change.Result?.Failure?.Evidence);
        Say((await host.Health.GetAsync("mail", TestContext.Current.CancellationToken))!.Snapshot.Failure);
        Say(host.Monitored("chat").Snapshot.Failure!.Evidence);
        foreach (var capability in host.Monitored("chat").Snapshot.Capabilities)
            Say(capability);
        foreach (var (key, value) in host.Monitored("chat").Snapshot.Data!)
            Say(key, value);
        host.Monitored("chat").Snapshot.Capabilities.Should().ContainSingle(one => one.Name == "events");
        host.Monitored("mail").Snapshot.Failure!.Evidence.Should().NotBeNullOrEmpty("or the test would have nothing to search");
        _said.Should().HaveCountGreaterThan(5);
        foreach (var secret in Secrets)
            _said.Should().NotContain(text => text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"'{secret}' is nobody's business");
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Say(formatter(state, exception), exception);

    public void Dispose()
    {
    }

    private static Task EchoAsync(HttpContext context, int status, string body)
    {
        var sent = context.Request.Headers.Authorization.ToString();
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers["X-Request-Id"] = sent;
        context.Response.Headers.WWWAuthenticate = $"Bearer error=\"invalid_token\", error_description=\"{sent.Split(' ')[^1]}\"";
        return context.Response.WriteAsync(body);
    }

    private void Say(params object?[] things)
    {
        foreach (var thing in things)
        {
            if (thing is not null)
                _said.Enqueue(thing.ToString()!);
        }
    }

    private ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("IntegrationHealth", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Say(new StringBuilder(activity.DisplayName).AppendJoin(' ', activity.TagObjects).Append(activity.StatusDescription)
                .AppendJoin(' ', activity.Events.SelectMany(one => one.Tags)).AppendJoin(' ', activity.Baggage)),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private MeterListener Measure()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name.StartsWith("IntegrationHealth", StringComparison.Ordinal))
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Say(instrument.Name + string.Join(' ', tags.ToArray())));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Say(instrument.Name + string.Join(' ', tags.ToArray())));
        listener.Start();
        return listener;
    }

    private sealed class ThrowingStore : IOAuthTokenStore
    {
        public ValueTask<OAuthTokens?> ReadAsync(Integration integration, CancellationToken cancellationToken) =>
            new(new OAuthTokens { AccessToken = "old-access-token-1", RefreshToken = "old-refresh-token-1", AppToken = "app-level-token-7", Version = "1" });

        public ValueTask<bool> ReplaceAsync(Integration integration, string replaced, OAuthTokens tokens, CancellationToken cancellationToken) =>
            throw new InvalidOperationException($"Could not store {tokens}.");
    }
}
