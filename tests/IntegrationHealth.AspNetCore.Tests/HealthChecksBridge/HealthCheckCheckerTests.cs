using System.Net.Sockets;
using System.Security.Authentication;
using IntegrationHealth.Checks;
using IntegrationHealth.HealthChecksBridge;
using IntegrationHealth.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.HealthChecksBridge;

public sealed class HealthCheckCheckerTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Check_Healthy_SucceedsWithDataAsText()
    {
        var result = await RunAsync(_ => HealthCheckResult.Healthy("fine", new Dictionary<string, object>
        {
            ["rows"] = 1234.5,
            ["at"] = "here",
            ["password"] = "hunter2",
            ["connection"] = "Host=x;Password=hunter2;",
            ["long"] = new string('x', 900),
            ["nothing"] = null!,
        }));

        result.Outcome.Should().Be(CheckOutcome.Succeeded);
        result.Failure.Should().BeNull();
        result.Data.Should().Contain("rows", "1234.5").And.Contain("at", "here").And.Contain("connection", "Host=x;Password=***;")
            .And.NotContainKeys("password", "nothing");
        result.Data!["long"].Should().HaveLength(500).And.EndWith("…");
    }

    [Fact]
    public async Task Check_Degraded_IsDegradedWithItsDescription()
    {
        var result = await RunAsync(_ => HealthCheckResult.Degraded("Replica lags."));

        result.Outcome.Should().Be(CheckOutcome.Degraded);
        result.Failure!.Message.Should().Be("Replica lags.");
    }

    [Fact]
    public async Task Check_UnhealthyWithoutWords_GetsASentence()
    {
        var result = await RunAsync(_ => HealthCheckResult.Unhealthy());

        result.Outcome.Should().Be(CheckOutcome.Failed);
        result.Failure!.Kind.Should().Be(FailureKind.Unknown);
        result.Failure.Message.Should().Be("The health check 'db' reports unhealthy.");
    }

    [Theory]
    [InlineData("The request to the broker timed out after 5 s.", FailureKind.Timeout)]
    [InlineData("A timeout occurred while running check.", FailureKind.Timeout)]
    [InlineData("Deadline Exceeded", FailureKind.Timeout)]
    [InlineData("Replica lags.", FailureKind.Unknown)]
    [InlineData("Two timers are outstanding.", FailureKind.Unknown)]
    public async Task Check_UnhealthyInWordsAlone_IsATimeoutWhereTheySaySo(string description, FailureKind kind)
    {
        var unhealthy = await RunAsync(_ => HealthCheckResult.Unhealthy(description));
        var degraded = await RunAsync(_ => HealthCheckResult.Degraded(description));

        unhealthy.Failure!.Kind.Should().Be(kind);
        unhealthy.Failure.Message.Should().Be(description);
        degraded.Failure!.Kind.Should().Be(kind);
    }

    public static TheoryData<Exception, FailureKind, string> Exceptions => new()
    {
        { new TimeoutException(), FailureKind.Timeout, "ran out of time" },
        { new OperationCanceledException(), FailureKind.Timeout, "ran out of time" },
        { new SocketException((int)SocketError.HostNotFound), FailureKind.Dns, "could not resolve" },
        { new SocketException((int)SocketError.ConnectionRefused), FailureKind.Network, "could not connect" },
        { new SocketException((int)SocketError.TimedOut), FailureKind.Timeout, "ran out of time" },
        { new InvalidOperationException("outer", new SocketException((int)SocketError.ConnectionReset)), FailureKind.Network, "could not connect" },
        { new AuthenticationException(), FailureKind.Tls, "secure connection" },
        { new HttpRequestException(HttpRequestError.NameResolutionError), FailureKind.Dns, "could not resolve" },
        { new HttpRequestException(HttpRequestError.SecureConnectionError), FailureKind.Tls, "secure connection" },
        { new HttpRequestException(HttpRequestError.InvalidResponse), FailureKind.InvalidResponse, "failed" },
        { new HttpRequestException(HttpRequestError.ConnectionError), FailureKind.Network, "could not connect" },
        { new HttpRequestException("down", null, System.Net.HttpStatusCode.BadGateway), FailureKind.ProviderOutage, "down" },
        { new HttpRequestException("gone", null, System.Net.HttpStatusCode.Gone), FailureKind.Unknown, "gone" },
        { new HttpRequestException("x", new SocketException((int)SocketError.HostNotFound)), FailureKind.Dns, "could not resolve" },
        { new FormatException("Odd answer."), FailureKind.Unknown, "Odd answer." },
        { new InvalidOperationException("The operation has timed out."), FailureKind.Timeout, "ran out of time" },
        { new InvalidOperationException("outer", new FormatException("Timeout expired.")), FailureKind.Timeout, "ran out of time" },
    };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public async Task Check_Exception_IsDiagnosedWhetherThrownOrReported(Exception exception, FailureKind kind, string said)
    {
        var thrown = await RunAsync(_ => throw exception);
        var reported = await RunAsync(_ => HealthCheckResult.Unhealthy(exception: exception));

        thrown.Outcome.Should().Be(CheckOutcome.Failed);
        thrown.Failure!.Kind.Should().Be(kind);
        thrown.Failure.Message.Should().Contain(said);
        reported.Should().BeEquivalentTo(thrown);
    }

    [Fact]
    public async Task Check_SecretsInWords_AreBlottedOut()
    {
        var result = await RunAsync(_ => HealthCheckResult.Unhealthy(
            "Cannot open Host=db;Username=app;Password=hunter2", new InvalidOperationException("amqp://app:hunter2@mq and Bearer abcdefgh12345")));

        result.Failure!.Message.Should().Be("Cannot open Host=db;Username=app;Password=***");
        result.Failure.Evidence.Should().Be("InvalidOperationException: amqp://***@mq and Bearer ***");
    }

    [Fact]
    public async Task Check_FailureStatusDegraded_ThrownCountsAsDegraded()
    {
        var result = await RunAsync(_ => throw new FormatException("x"), HealthStatus.Degraded);

        result.Outcome.Should().Be(CheckOutcome.Degraded);
    }

    [Fact]
    public async Task Check_OwnTimeout_IsATimeoutResult()
    {
        var asked = new TaskCompletionSource();
        var running = RunAsyncCheck(
            async token =>
            {
                asked.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
                return HealthCheckResult.Healthy();
            },
            TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        await asked.Task;

        _time.Advance(TimeSpan.FromSeconds(2));

        var result = await running;
        result.Failure!.Kind.Should().Be(FailureKind.Timeout);
        result.Failure.Message.Should().Contain("2 s");
    }

    [Fact]
    public async Task Check_CallerCancels_PassesOn()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var run = () => RunAsyncCheck(Task.FromCanceled<HealthCheckResult>, null, cancelled.Token);

        await run.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Check_EachRun_HasItsOwnScopeWhichEnds()
    {
        var scoped = new List<Scoped>();
        await using var services = new ServiceCollection().AddScoped<Scoped>().BuildServiceProvider();
        var registration = new HealthCheckRegistration(
            "db",
            provider =>
            {
                scoped.Add(provider.GetRequiredService<Scoped>());
                return new Check(context => context.Registration.Name == "db" ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
            },
            null, null);
        var checker = Checker(services, registration);

        (await RunAsync(checker, "db", TestContext.Current.CancellationToken)).Outcome.Should().Be(CheckOutcome.Succeeded);
        (await RunAsync(checker, "db", TestContext.Current.CancellationToken)).Outcome.Should().Be(CheckOutcome.Succeeded);

        scoped.Should().HaveCount(2).And.OnlyHaveUniqueItems().And.OnlyContain(one => one.Disposed);
    }

    [Fact]
    public async Task Check_UnknownName_IsMisconfiguredAndNamesThoseThereAre()
    {
        await using var services = new ServiceCollection().BuildServiceProvider();

        var result = await RunAsync(Checker(services, new HealthCheckRegistration("redis", new Check(_ => HealthCheckResult.Healthy()), null, null)), "postgres", TestContext.Current.CancellationToken);

        result.Failure!.Kind.Should().Be(FailureKind.Misconfigured);
        result.Failure.Message.Should().Contain("'postgres'").And.Contain("redis");
    }

    private Task<CheckResult> RunAsync(Func<HealthCheckContext, HealthCheckResult> run, HealthStatus? failureStatus = null) =>
        RunAsync(new Check(run), failureStatus, null, TestContext.Current.CancellationToken);

    private Task<CheckResult> RunAsyncCheck(
        Func<CancellationToken, Task<HealthCheckResult>> run, TimeSpan? timeout, CancellationToken cancellationToken) =>
        RunAsync(new Check((_, token) => run(token)), null, timeout, cancellationToken);

    private async Task<CheckResult> RunAsync(Check check, HealthStatus? failureStatus, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        return await RunAsync(Checker(services, new HealthCheckRegistration("db", check, failureStatus, null, timeout)), "db", cancellationToken);
    }

    private HealthCheckChecker Checker(ServiceProvider services, HealthCheckRegistration registration)
    {
        var host = new HealthCheckServiceOptions();
        host.Registrations.Add(registration);
        return new(new BridgedChecks(), services.GetRequiredService<IServiceScopeFactory>(), Microsoft.Extensions.Options.Options.Create(host), _time);
    }

    private static async Task<CheckResult> RunAsync(HealthCheckChecker checker, string name, CancellationToken cancellationToken) =>
        await checker.CheckAsync(new CheckContext(Some.Integration("db"), new HealthCheckSettings { Check = name }), cancellationToken);

    private sealed class Scoped : IDisposable
    {
        public bool Disposed { get; private set; }

        public void Dispose() => Disposed = true;
    }

    private sealed class Check(Func<HealthCheckContext, CancellationToken, Task<HealthCheckResult>> run) : IHealthCheck
    {
        public Check(Func<HealthCheckContext, HealthCheckResult> run)
            : this((context, _) => Task.FromResult(run(context)))
        {
        }

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            run(context, cancellationToken);
    }
}
