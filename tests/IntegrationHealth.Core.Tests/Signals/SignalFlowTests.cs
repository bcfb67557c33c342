using IntegrationHealth.Checks;
using IntegrationHealth.Signals;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Flow;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Signals;

public sealed class SignalFlowTests
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(80);

    [Fact]
    public async Task Report_GoodTraffic_IsNotProbedForAnHour()
    {
        await using var host = await StartAsync();
        var (probes, end) = (host.Checker.CountOf("one"), host.Time.GetUtcNow() + TimeSpan.FromMinutes(30));

        await host.UntilAsync(
            () =>
            {
                Signals(host).Report("one", HealthSignal.Succeeded(Latency));
                return host.Time.GetUtcNow() >= end;
            },
            "half an hour of traffic passes", TimeSpan.FromMinutes(40));

        host.Checker.CountOf("one").Should().Be(probes, "the interval is five minutes, and the connection was in use all the time");
        var report = await host.Health.GetAsync("one", TestContext.Current.CancellationToken);
        (report!.Snapshot.Status, report.Stale).Should().Be((IntegrationStatus.Healthy, false));
    }

    [Fact]
    public async Task Report_Failures_AskForAProbeAndNeverFlip()
    {
        await using var host = await StartAsync();
        var probes = host.Checker.CountOf("one");

        Fail(host);
        await host.UntilAsync(() => host.Checker.CountOf("one") > probes, "a probe looks at once", TimeSpan.FromSeconds(5));
        await host.UntilAsync(() => host.Monitored("one").Snapshot.ConsecutiveFailures == 0, "the probe's word counts", TimeSpan.FromSeconds(5));

        host.Events.All.Should().NotContain(change => change.After.Status == IntegrationStatus.Unhealthy);
    }

    [Fact]
    public async Task Report_GoesOnDisagreeing_CostsOneProbeAnIntervalAndNoTransition()
    {
        await using var host = await StartAsync();
        var (probes, end) = (host.Checker.CountOf("one"), host.Time.GetUtcNow() + TimeSpan.FromMinutes(10));

        await host.UntilAsync(
            () =>
            {
                Fail(host);
                return host.Time.GetUtcNow() >= end;
            },
            "ten minutes of failing calls pass", TimeSpan.FromMinutes(12));

        host.Checker.CountOf("one").Should().BeLessThanOrEqualTo(probes + 5, "two regular probes, and one that the calls ask for in each interval");
        host.Events.All.Count(change => change.IsTransition).Should().Be(1, "the first check made it healthy");
    }

    [Fact]
    public async Task Report_FailuresThatAProbeConfirms_FlipSoonerThanTheInterval()
    {
        await using var host = await StartAsync();
        host.Checker.Answer = (_, _) => new(CheckResult.Failed(FailureKind.AuthenticationRevoked, "Gone.", Confidence.High));

        Fail(host);

        await host.UntilAsync(() => host.Monitored("one").Snapshot.Status == IntegrationStatus.Unhealthy, "it is seen", TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Report_SuccessWhileUnhealthy_AsksForAProbe()
    {
        await using var host = await StartAsync();
        host.Checker.Answer = (_, _) => new(CheckResult.Failed(FailureKind.AuthenticationRevoked, "Gone.", Confidence.High));
        Fail(host);
        await host.UntilAsync(() => host.Monitored("one").Snapshot.Status == IntegrationStatus.Unhealthy, "it is revoked");
        host.Checker.Answer = (_, _) => new(CheckResult.Success());

        Signals(host).Report("one", HealthSignal.Succeeded(Latency));

        await host.UntilAsync(() => host.Monitored("one").Snapshot.Status == IntegrationStatus.Healthy, "it recovers", TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Report_UnknownId_IsForgotten()
    {
        await using var host = await StartAsync();

        Signals(host).Report("nobody", HealthSignal.Succeeded(Latency));
        Signals(host).Report(null!, HealthSignal.Succeeded(Latency));

        host.Services.GetRequiredService<HealthSignals>().TryTake(out _).Should().BeFalse();
    }

    [Theory]
    [InlineData(200, true, null)]
    [InlineData(404, true, null)]
    [InlineData(401, false, FailureKind.AuthenticationExpired)]
    [InlineData(503, false, FailureKind.ProviderOutage)]
    [InlineData(429, null, null)]
    [InlineData(403, null, null)]
    public async Task Handler_Answer_IsReported(int status, bool? success, FailureKind? kind)
    {
        var signals = new Reported();
        using var client = new HttpClient(new IntegrationHealthHandler(signals, TimeProvider.System)
        {
            InnerHandler = new Answering(_ => new HttpResponseMessage((System.Net.HttpStatusCode)status)),
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://vendor.test/");
        request.Options.Set(IntegrationHealthHandler.IntegrationId, "one");

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        if (success is null)
            signals.All.Should().BeEmpty("it may be about one request alone");
        else
            signals.All.Should().ContainSingle().Which.Should().Match<(string Id, HealthSignal Signal)>(one => one.Id == "one" && one.Signal.Failure == kind);
    }

    [Fact]
    public async Task Handler_NoIntegrationNamed_ReportsNothing()
    {
        var signals = new Reported();
        using var client = new HttpClient(new IntegrationHealthHandler(signals, TimeProvider.System)
        {
            InnerHandler = new Answering(_ => new HttpResponseMessage(System.Net.HttpStatusCode.OK)),
        });

        using var response = await client.GetAsync(new Uri("http://vendor.test/"), TestContext.Current.CancellationToken);

        signals.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Handler_NoConnection_IsReportedAndThrown()
    {
        var signals = new Reported();
        using var client = new HttpClient(new IntegrationHealthHandler(signals, TimeProvider.System, _ => "one")
        {
            InnerHandler = new Answering(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused")),
        });

        await ((Func<Task>)(() => client.GetAsync(new Uri("http://vendor.test/")))).Should().ThrowAsync<HttpRequestException>();

        signals.All.Should().ContainSingle().Which.Signal.Failure.Should().Be(FailureKind.Network);
    }

    private static async Task<FlowHost> StartAsync()
    {
        var host = await FlowHost.StartAsync(health => health.AddIntegration(FlowHost.Scripted("one")));
        await host.UntilAsync(() => host.Monitored("one").Snapshot.Status == IntegrationStatus.Healthy, "the first check ends");
        return host;
    }

    private static void Fail(FlowHost host) => Signals(host).Report("one", HealthSignal.Failed(FailureKind.AuthenticationExpired, Latency));

    private static IHealthSignals Signals(FlowHost host) => host.Services.GetRequiredService<IHealthSignals>();

    private sealed class Reported : IHealthSignals
    {
        public List<(string Id, HealthSignal Signal)> All { get; } = [];

        public void Report(string integrationId, HealthSignal signal) => All.Add((integrationId, signal));
    }

    private sealed class Answering(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer(request));
    }
}
