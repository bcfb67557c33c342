using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Pacing;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Flow;
using IntegrationHealth.Tests.Status;

namespace IntegrationHealth.Tests.Checks.Pacing;

/// <summary>What one integration is told to wait, through the runner, and who else waits.</summary>
public sealed class SharedPausesTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, Credential?> _credentials = [];

    [Theory]
    [InlineData(LimitScope.Credential, "token-a", "client-1", true)]
    [InlineData(LimitScope.Credential, "token-b", "client-1", false)]
    [InlineData(LimitScope.Client, "token-b", "client-1", true)]
    [InlineData(LimitScope.Client, "token-b", "client-2", false)]
    [InlineData(LimitScope.Host, "token-b", "client-2", true)]
    public async Task RunAsync_OneIsToldToWait_WhoSharesTheLimitIsNotAsked(LimitScope scope, string token, string client, bool waits)
    {
        using var bench = Bench();
        Given(bench, "first", "token-a", "client-1");
        Given(bench, "second", token, client);
        bench.Checker.Answer = (_, _) => new(CheckResult.Failed(FailureKind.RateLimited, "Slow.") with { RetryAfter = Wait, RetryAfterScope = scope });
        await bench.RunAsync(bench.Monitored("first"));
        bench.Checker.Answer = (_, _) => new(CheckResult.Success());

        var second = await bench.RunAsync(bench.Monitored("second"));

        bench.Checker.CountOf("second").Should().Be(waits ? 0 : 1);
        second!.Value.Result.Outcome.Should().Be(waits ? CheckOutcome.Inconclusive : CheckOutcome.Succeeded);
        if (waits)
        {
            second.Value.Result.RetryAfter.Should().BeGreaterThanOrEqualTo(Wait).And.BeLessThan(Wait + TimeSpan.FromMinutes(2));
            second.Value.Result.Target.Should().BeNull("nobody answered, so no network is proven");
            second.Value.Result.Failure!.Message.Should().Contain("12:10 UTC").And.NotContain(token);
        }
    }

    [Fact]
    public async Task RunAsync_PauseIsOver_IsAskedAgain()
    {
        using var bench = Bench();
        Given(bench, "first", "token-a", null);
        Given(bench, "second", "token-a", null);
        bench.Checker.Answer = (_, _) => new(CheckResult.Failed(FailureKind.RateLimited, "Slow.") with { RetryAfter = Wait });
        await bench.RunAsync(bench.Monitored("first"));

        bench.Time.Advance(Wait - TimeSpan.FromSeconds(2));
        await bench.RunAsync(bench.Monitored("second"));
        bench.Checker.CountOf("second").Should().Be(0);
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        await bench.RunAsync(bench.Monitored("second"));

        bench.Checker.CountOf("second").Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_LastOfTheQuota_PausesTheOthersThoughItWasASuccess()
    {
        using var bench = Bench();
        Given(bench, "first", "token-a", null);
        Given(bench, "second", "token-a", null);
        bench.Checker.Answer = (_, _) => new(CheckResult.Success() with { RetryAfter = Wait });

        (await bench.RunAsync(bench.Monitored("first")))!.Value.Result.Outcome.Should().Be(CheckOutcome.Succeeded);

        (await bench.RunAsync(bench.Monitored("second")))!.Value.Result.Outcome.Should().Be(CheckOutcome.Inconclusive);
    }

    [Theory]
    [InlineData("alice", true)]
    [InlineData("bob", false)]
    public async Task RunAsync_AddressesThatOwnersTyped_NobodyMakesAnotherOwnerWait(string owner, bool waits)
    {
        using var bench = Bench(sharesOneVendor: false);
        bench.Checker.Answer = (_, _) => new(CheckResult.Failed(FailureKind.RateLimited, "Slow.") with { RetryAfter = TimeSpan.FromDays(1), RetryAfterScope = LimitScope.Host });
        await bench.RunAsync(bench.Monitored("first"));

        await bench.RunAsync(new MonitoredIntegration(
            FlowHost.Scripted("second", owner), bench.Provider, new ScriptedSettings(), IntegrationHealth.Tests.Status.Given.Policy,
            new MonitoredState(HealthSnapshot.Initial("second", IntegrationHealth.Tests.Status.Given.Noon))));

        bench.Checker.CountOf("second").Should().Be(waits ? 0 : 1);
    }

    [Fact]
    public async Task RunAsync_ManyWaited_DoNotComeBackTogether()
    {
        using var bench = Bench();
        Given(bench, "first", "token-a", null);
        bench.Checker.Answer = (_, _) => new(CheckResult.Failed(FailureKind.RateLimited, "Slow.") with { RetryAfter = Wait });
        await bench.RunAsync(bench.Monitored("first"));

        var waits = new HashSet<TimeSpan>();
        for (var number = 0; number < 50; number++)
        {
            Given(bench, $"i{number}", "token-a", null);
            waits.Add((await bench.RunAsync(bench.Monitored($"i{number}")))!.Value.Result.RetryAfter!.Value);
        }

        waits.Count.Should().BeGreaterThan(40);
    }

    [Fact]
    public void Evaluate_Withheld_ChangesNothingButTheNextCheck()
    {
        var before = IntegrationHealth.Tests.Status.Given.Healthy();
        var withheld = IntegrationHealth.Tests.Status.Given.Nothing with { RetryAfter = TimeSpan.FromHours(1) };

        var after = before.Then(withheld);

        (after.Status, after.LastCheckedAt, after.Failure, after.ConsecutiveFailures).Should().Be((before.Status, before.LastCheckedAt, null, 0));
        after.NextCheckAt.Should().Be(before.NextCheckAt + TimeSpan.FromHours(1));
        after.RetryAt.Should().Be(after.NextCheckAt);
    }

    [Fact]
    public void Note_ManyKeys_OldOnesAreForgotten()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(IntegrationHealth.Tests.Status.Given.Noon);
        var pauses = new SharedPauses(time);
        for (var number = 0; number < 60_000; number++)
            pauses.Note(Key($"k{number}"), Wait);
        pauses.Left(Key("k59999")).Should().BeNull("there is an end to what is remembered");
        time.Advance(Wait);

        pauses.Note(Key("new"), Wait);

        pauses.Left(Key("new")).Should().Be(Wait);
        pauses.Left(Key("k1")).Should().BeNull();
    }

    [Fact]
    public void TakeIn_PauseOfAnotherHost_HoldsHereAndIsNotToldAgain()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(IntegrationHealth.Tests.Status.Given.Noon);
        var (here, there) = (new SharedPauses(time), new SharedPauses(time));
        var told = new List<Pause>();
        here.Noted += told.Add;
        there.Noted += pause => here.TakeIn(pause);

        there.Note(Key("client"), Wait);
        there.Note(Key("client"), Wait / 2);

        here.Left(Key("client")).Should().Be(Wait, "the longer wait stands");
        told.Should().BeEmpty("or two hosts would tell each other for ever");
        here.TakeIn(new Pause(Key("far"), time.GetUtcNow().AddYears(1))).Should().BeTrue();
        here.Left(Key("far")).Should().Be(TimeSpan.FromDays(1), "a host whose clock is wrong silences nobody for longer than a vendor could");
        here.TakeIn(new Pause(Key("past"), time.GetUtcNow())).Should().BeFalse();
    }

    private static PauseKey Key(string value) => new("scripted", "vendor.example", PauseKind.Client, value);

    private void Given(CheckBench bench, string id, string token, string? client)
    {
        _credentials[id] = new Credential { AccessToken = token, Version = "1", ClientId = client };
        bench.Credentials.ById = integration => _credentials[integration.Id];
    }

    private static CheckBench Bench(bool sharesOneVendor = true) => new(sharesOneVendor, usesCredential: sharesOneVendor);
}
