using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Tests.Checks;

public sealed class CredentialedCheckTests : IDisposable
{
    private readonly CheckBench _bench = new(usesCredential: true);
    private readonly List<string?> _used = [];

    [Fact]
    public async Task RunAsync_TokenAccepted_IsUsedOnce()
    {
        _bench.Credentials.Answers.Add(ScriptedCredentials.Token("1"));
        Reject();

        (await CheckAsync()).Outcome.Should().Be(CheckOutcome.Succeeded);

        _used.Should().Equal("1");
        _bench.Credentials.Rejected.Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_NoCredential_ProbesWithoutAndRefreshesNothing()
    {
        Reject(FailureKind.AuthenticationExpired, [null]);

        (await CheckAsync()).Failure!.Kind.Should().Be(FailureKind.AuthenticationExpired);

        _used.Should().Equal(new string?[] { null });
        _bench.Credentials.Rejected.Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_ProviderNeedsNone_AsksForNone()
    {
        using var bench = new CheckBench();
        bench.Credentials.Answers.Add(ScriptedCredentials.Token("1"));
        Credential? used = ScriptedCredentials.Token("none");
        bench.Checker.Answer = (context, _) =>
        {
            used = context.Credential;
            return new(CheckResult.Success());
        };

        await bench.RunAsync();

        used.Should().BeNull();
    }

    [Fact]
    public async Task RunAsync_Expired_IsRefreshedOnceAndProbedAgain()
    {
        _bench.Credentials.Answers.Add(ScriptedCredentials.Token("1"));
        _bench.Credentials.Refreshed = ScriptedCredentials.Token("2");
        Reject(FailureKind.AuthenticationExpired, ["1"]);

        (await CheckAsync()).Outcome.Should().Be(CheckOutcome.Succeeded);

        _used.Should().Equal("1", "2");
        _bench.Credentials.Rejected.Should().ContainSingle().Which.Version.Should().Be("1");
    }

    [Fact]
    public async Task RunAsync_ExpiredAgainAfterTheRefresh_IsNotRefreshedTwice()
    {
        _bench.Credentials.Answers.Add(ScriptedCredentials.Token("1"));
        _bench.Credentials.Refreshed = ScriptedCredentials.Token("2");
        Reject(FailureKind.AuthenticationExpired, ["1", "2"]);

        (await CheckAsync()).Failure!.Kind.Should().Be(FailureKind.AuthenticationExpired);

        _used.Should().Equal("1", "2");
    }

    [Fact]
    public async Task RunAsync_CannotBeRefreshed_TheVerdictStands()
    {
        _bench.Credentials.Answers.Add(ScriptedCredentials.Token("1"));
        Reject(FailureKind.AuthenticationExpired, ["1"]);

        (await CheckAsync()).Failure!.Kind.Should().Be(FailureKind.AuthenticationExpired);

        _used.Should().Equal("1");
    }

    [Theory]
    [InlineData(FailureKind.AuthenticationRevoked)]
    [InlineData(FailureKind.AuthenticationExpired)]
    public async Task RunAsync_HostStoredAnotherMeanwhile_TheLoserOfTheRaceCondemnsNothing(FailureKind kind)
    {
        _bench.Credentials.Answers.AddRange([ScriptedCredentials.Token("1"), ScriptedCredentials.Token("2")]);
        Reject(kind, ["1"]);

        (await CheckAsync()).Outcome.Should().Be(CheckOutcome.Succeeded);

        _used.Should().Equal("1", "2");
        _bench.Credentials.Rejected.Should().BeEmpty("another is there already");
    }

    [Fact]
    public async Task RunAsync_RevokedAndNoOther_StandsWithoutARefresh()
    {
        _bench.Credentials.Answers.Add(ScriptedCredentials.Token("1"));
        _bench.Credentials.Refreshed = ScriptedCredentials.Token("2");
        Reject(FailureKind.AuthenticationRevoked, ["1"]);

        (await CheckAsync()).Failure!.Kind.Should().Be(FailureKind.AuthenticationRevoked);

        _bench.Credentials.Rejected.Should().BeEmpty("a revoked refresh token is not tried again");
    }

    [Theory]
    [InlineData(Confidence.Low)]
    [InlineData(Confidence.Medium)]
    public async Task RunAsync_RevokedButNotForCertain_IsRefreshedFirst(Confidence confidence)
    {
        _bench.Credentials.Answers.Add(ScriptedCredentials.Token("1"));
        _bench.Credentials.Refreshed = ScriptedCredentials.Token("2");
        Reject(FailureKind.AuthenticationRevoked, ["1"], confidence);

        (await CheckAsync()).Outcome.Should().Be(CheckOutcome.Succeeded, "the connection lives: only its access token was refused");

        _used.Should().Equal("1", "2");
    }

    [Fact]
    public async Task RunAsync_RevokedButTheTokenHadEnded_IsRefreshedFirst()
    {
        _bench.Credentials.Answers.Add(ScriptedCredentials.Token("1") with { ExpiresAt = _bench.Time.GetUtcNow() });
        _bench.Credentials.Refreshed = ScriptedCredentials.Token("2");
        Reject(FailureKind.AuthenticationRevoked, ["1"]);

        (await CheckAsync()).Outcome.Should().Be(CheckOutcome.Succeeded);
    }

    [Fact]
    public async Task RunAsync_RevokedButNotForCertainAndTheTokenEndpointIsDown_AsksNobodyToReconnect()
    {
        _bench.Credentials.Answers.Add(ScriptedCredentials.Token("1"));
        _bench.Credentials.Failure = CheckFailure.Of(FailureKind.ProviderOutage, "Down.");
        Reject(FailureKind.AuthenticationRevoked, ["1"], Confidence.Medium);

        (await CheckAsync()).Failure!.Action.Should().Be(RecoveryAction.Wait);
    }

    [Fact]
    public async Task RunAsync_AnAccountBehindTheFarEndIsGone_LeavesTheCredentialAlone()
    {
        _bench.Credentials.Answers.Add(ScriptedCredentials.Token("1"));
        _bench.Credentials.Refreshed = ScriptedCredentials.Token("2");
        _bench.Checker.Answer = (_, _) => new(CheckResult.Failed(FailureKind.AuthenticationRevoked, "The account.") with { Data = new Dictionary<string, string>() });

        (await CheckAsync()).Failure!.Kind.Should().Be(FailureKind.AuthenticationRevoked);

        _bench.Credentials.Rejected.Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_ConnectionHasAnEnd_IsForecast()
    {
        var end = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        _bench.Credentials.Answers.Add(ScriptedCredentials.Token("1") with { ConnectionExpiresAt = end });
        Reject();
        (await CheckAsync()).CredentialExpiresAt.Should().Be(end);

        _bench.Checker.Answer = (_, _) => new(CheckResult.Success() with { CredentialExpiresAt = end.AddDays(-7) });
        (await CheckAsync()).CredentialExpiresAt.Should().Be(end.AddDays(-7), "what the probe learnt is nearer to the truth");
    }

    [Fact]
    public async Task RunAsync_VendorRefusesTheRefresh_IsRevokedWithItsCode()
    {
        _bench.Credentials.Answers.Add(ScriptedCredentials.Token("1"));
        _bench.Credentials.Failure = CheckFailure.Of(FailureKind.AuthenticationRevoked, "Gone.", Confidence.High) with { VendorCode = "invalid_grant" };
        Reject(FailureKind.AuthenticationExpired, ["1"]);

        var result = await CheckAsync();

        (result.Failure!.Kind, result.Failure.VendorCode, result.Failure.IsDefinitive).Should().Be((FailureKind.AuthenticationRevoked, "invalid_grant", true));
    }

    [Fact]
    public async Task RunAsync_RefusedButHostStoredAnotherMeanwhile_CondemnsNothing()
    {
        // Read for the check, read again before the refresh, and again after its refusal.
        _bench.Credentials.Answers.AddRange([ScriptedCredentials.Token("1"), ScriptedCredentials.Token("1"), ScriptedCredentials.Token("2")]);
        _bench.Credentials.Failure = CheckFailure.Of(FailureKind.AuthenticationRevoked, "Gone.", Confidence.High);
        Reject(FailureKind.AuthenticationExpired, ["1"]);

        (await CheckAsync()).Outcome.Should().Be(CheckOutcome.Succeeded);

        _used.Should().Equal("1", "2");
    }

    [Fact]
    public async Task RunAsync_NoAccessTokenYet_IsAskedForBeforeTheProbe()
    {
        _bench.Credentials.Answers.Add(ScriptedCredentials.Token("1") with { AccessToken = "" });
        _bench.Credentials.Refreshed = ScriptedCredentials.Token("2");
        Reject();

        (await CheckAsync()).Outcome.Should().Be(CheckOutcome.Succeeded);

        _used.Should().Equal("2");
    }

    [Theory]
    [InlineData(2, CheckOutcome.Degraded)]
    [InlineData(4, CheckOutcome.Succeeded)]
    public async Task RunAsync_ConnectionEndsSoon_IsDegradedWithTheDate(int days, CheckOutcome outcome)
    {
        var end = _bench.Time.GetUtcNow().AddDays(days);
        _bench.Credentials.Answers.Add(ScriptedCredentials.Token("1") with { ConnectionExpiresAt = end });
        Reject();

        var result = await CheckAsync();

        (result.Outcome, result.CredentialExpiresAt).Should().Be((outcome, end));
        if (outcome == CheckOutcome.Degraded)
            result.Failure!.Message.Should().Contain(end.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void ToString_Credential_NeverShowsTheToken() =>
        ScriptedCredentials.Token("1").ToString().Should().Contain("Version = 1").And.NotContain("secret");

    public void Dispose() => _bench.Dispose();

    private void Reject(FailureKind kind = FailureKind.Unknown, string?[]? versions = null, Confidence confidence = Confidence.High) => _bench.Checker.Answer = (context, _) =>
    {
        _used.Add(context.Credential?.Version);
        return new(versions?.Contains(context.Credential?.Version) == true
            ? CheckResult.Failed(kind, "401.", confidence)
            : CheckResult.Success());
    };

    private async Task<CheckResult> CheckAsync() => (await _bench.RunAsync())!.Value.Result;
}
