using System.Diagnostics.Metrics;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Pacing;
using IntegrationHealth.Checks.Slack;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Diagnostics;
using IntegrationHealth.Tests.Checks.Http;
using IntegrationHealth.Tests.Checks.Vendors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Tests.Checks.Pacing;

public sealed class QuotaBudgetsTests : IDisposable
{
    private const string Ok = """{"ok":true,"url":"https://s.slack.com/","team":"S","user":"grace","team_id":"T0G9PQBBK","user_id":"W23456789"}""";

    private readonly VendorProbe _probe = new(options => options.Providers["slack"] = new ProviderOptions { QuotaBudget = 4, QuotaWindow = TimeSpan.FromHours(1) });

    public void Dispose() => _probe.Dispose();

    [Fact]
    public async Task CheckAsync_Budget_IsSharedByTheClientsConnectionsAndShown()
    {
        var asked = 0;
        await using var server = await LocalServer.StartAsync(context =>
        {
            asked++;
            return context.Response.WriteAsync(Ok);
        });

        var shares = new List<string>();
        for (var number = 0; number < 4; number++)
            shares.Add((await CheckAsync(server, $"token-of-workspace-{number}", "client-1")).Data!["quotaBudgetUsedPercent"]);
        var beyond = await CheckAsync(server, "token-of-workspace-5", "client-1");
        var other = await CheckAsync(server, "token-of-workspace-6", "client-2");

        shares.Should().Equal("25", "50", "75", "100");
        asked.Should().Be(5);
        (beyond.Outcome, beyond.Failure!.Kind, beyond.Failure.ResponsibleParty, beyond.Target)
            .Should().Be((CheckOutcome.Inconclusive, FailureKind.RateLimited, ResponsibleParty.Developer, null));
        beyond.RetryAfter.Should().BeGreaterThanOrEqualTo(UntilNextHour()).And.BeLessThan(UntilNextHour() + TimeSpan.FromMinutes(2));
        other.Outcome.Should().Be(CheckOutcome.Succeeded);
        _probe.Services.GetRequiredService<IQuotaReader>().List().Select(share => (share.Client, share.Used, share.Limit, share.UsedPercent))
            .Should().Equal(("client-1", 4, 4, 100), ("client-2", 1, 4, 25));
    }

    [Fact]
    public async Task CheckAsync_NextWindow_TheBudgetIsWhole()
    {
        await using var server = await LocalServer.AnswerAsync(200, Ok);
        for (var number = 0; number < 5; number++)
            await CheckAsync(server, "token-of-workspace-1", null);
        _probe.Time.Advance(UntilNextHour());

        (await CheckAsync(server, "token-of-workspace-1", null)).Data!["quotaBudgetUsedPercent"].Should().Be("25");
    }

    [Fact]
    public void List_Metric_TellsTheShareOfEachClient()
    {
        using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var options = new IntegrationHealthOptions { Providers = { ["gmail"] = new ProviderOptions { QuotaBudget = 10 } } };
        var budgets = new QuotaBudgets(new Fixed(options), _probe.Time, meters.GetRequiredService<IMeterFactory>());
        budgets.TrySpend("gmail", "c", 5, out _).Should().BeTrue();
        budgets.TrySpend("slack", "c", 5, out var none).Should().BeTrue();
        var seen = new List<(double, object?)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == IntegrationHealthDiagnostics.QuotaUsed && instrument.Meter.Scope == meters.GetRequiredService<IMeterFactory>())
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => seen.Add((value, tags.ToArray().Single(tag => tag.Key == IntegrationHealthDiagnostics.ClientTag).Value)));
        listener.Start();
        listener.RecordObservableInstruments();

        seen.Should().Equal((0.5, "c"));
        none.Should().BeNull("a provider without a budget is not counted");
    }

    [Fact]
    public void List_BudgetOfNothing_IsUsedUpAndNoNumberThatIsNone()
    {
        using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var options = new IntegrationHealthOptions { Providers = { ["gmail"] = new ProviderOptions { QuotaBudget = 0 } } };
        var budgets = new QuotaBudgets(new Fixed(options), _probe.Time, meters.GetRequiredService<IMeterFactory>());
        budgets.TrySpend("gmail", "c", 1, out var share).Should().BeFalse();
        using var collector = new Microsoft.Extensions.Diagnostics.Metrics.Testing.MetricCollector<double>(
            meters.GetRequiredService<IMeterFactory>(), IntegrationHealthDiagnostics.MeterName, IntegrationHealthDiagnostics.QuotaUsed);
        collector.RecordObservableInstruments();

        collector.GetMeasurementSnapshot().Select(measurement => measurement.Value).Should().Equal(1);
        share!.UsedPercent.Should().Be(100);
    }

    [Fact]
    public void List_PausesOfTheVendor_StandBesideTheBudgetTheyStop()
    {
        var (time, pauses) = (_probe.Time, new SharedPauses(_probe.Time));
        var options = new IntegrationHealthOptions { Providers = { ["gmail"] = new ProviderOptions { QuotaBudget = 10 } } };
        var budgets = new QuotaBudgets(new Fixed(options), time);
        foreach (var client in new[] { "a", "b" })
            budgets.TrySpend("gmail", client, 1, out _);
        var reader = new QuotaReader(budgets, pauses);
        pauses.Note(new PauseKey("gmail", "gmail.googleapis.com", PauseKind.Client, "a"), TimeSpan.FromMinutes(10));
        foreach (var credential in new[] { "x", "y" })
            pauses.Note(new PauseKey("gmail", "gmail.googleapis.com", PauseKind.Credential, credential), TimeSpan.FromMinutes(5));
        pauses.Note(new PauseKey("", "oauth2.googleapis.com", PauseKind.Client, "b"), TimeSpan.FromMinutes(7));

        reader.List().Select(share => (share.Client, share.PausedUntil - time.GetUtcNow())).Should().Equal(("a", TimeSpan.FromMinutes(10)), ("b", null));
        reader.ListPauses().Select(pause => (pause.Provider, pause.Scope, pause.Client, pause.Count)).Should().Equal(
            (null, LimitScope.Client, "b", 1), ("gmail", LimitScope.Credential, null, 2), ("gmail", LimitScope.Client, "a", 1));
        time.Advance(TimeSpan.FromMinutes(10));
        reader.ListPauses().Should().BeEmpty();
    }

    [Fact]
    public void TrySpend_ManyAtOnce_NeverGoBeyondTheBudget()
    {
        var options = new IntegrationHealthOptions { Providers = { ["gmail"] = new ProviderOptions { QuotaBudget = 1_000 } } };
        var budgets = new QuotaBudgets(new Fixed(options), _probe.Time);
        var taken = 0;

        Parallel.For(0, 5_000, _ =>
        {
            if (budgets.TrySpend("gmail", "c", 1, out var _))
                Interlocked.Increment(ref taken);
        });

        taken.Should().Be(1_000);
    }

    private TimeSpan UntilNextHour()
    {
        var now = _probe.Time.GetUtcNow();
        return TimeSpan.FromHours(1) - TimeSpan.FromTicks(now.UtcTicks % TimeSpan.TicksPerHour);
    }

    private Task<CheckResult> CheckAsync(LocalServer server, string token, string? client) => _probe.CheckAsync(
        SlackProvider.Definition, new SlackSettings { BaseAddress = server.Address.ToString() },
        new Credential { AccessToken = token, Version = "1", ClientId = client });

    private sealed class Fixed(IntegrationHealthOptions value) : IOptionsMonitor<IntegrationHealthOptions>
    {
        public IntegrationHealthOptions CurrentValue => value;

        public IntegrationHealthOptions Get(string? name) => value;

        public IDisposable? OnChange(Action<IntegrationHealthOptions, string?> listener) => null;
    }
}
