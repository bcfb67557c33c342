using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Presets;
using IntegrationHealth.Tests.Checks.Http;
using IntegrationHealth.Tests.Checks.Vendors;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Tests.Checks.Presets;

/// <summary>GitHub answers 304 to a request that names its last ETag, and counts it against no quota.</summary>
public sealed class ConditionalRequestTests : IDisposable
{
    private const string Tag = "W/\"644b5b0155e6404a9cc4bd9d8b1ae730\"";
    private const string User = """{"login":"octocat","id":583231,"type":"User"}""";

    private readonly VendorProbe _probe = new();
    private readonly List<string> _asked = [];

    public void Dispose() => _probe.Dispose();

    [Fact]
    public async Task CheckAsync_NothingChanged_IsJudgedByWhatWasKnown()
    {
        await using var server = await StartAsync();
        var first = await CheckAsync(server, null);

        var second = await CheckAsync(server, first.Data);
        var third = await CheckAsync(server, second.Data);

        _asked.Should().Equal("", Tag, Tag);
        first.Data.Should().Contain("etag", Tag).And.Contain("scopes", "repo, user");
        foreach (var result in new[] { second, third })
        {
            result.Outcome.Should().Be(CheckOutcome.Succeeded);
            result.Data.Should().Contain("login", "octocat").And.Contain("id", "583231").And.Contain("quotaRemaining", "4999").And.Contain("etag", Tag);
            result.Capabilities.Should().BeEquivalentTo(first.Capabilities).And.NotBeEmpty();
        }
    }

    [Fact]
    public async Task CheckAsync_NothingChanged_AnotherAccountAndLostScopesAreStillFindings()
    {
        await using var server = await StartAsync();
        var first = await CheckAsync(server, null);

        var account = await CheckAsync(server, first.Data, new ApiSettings { Account = "hubot" });
        var scopes = await CheckAsync(server, first.Data, new ApiSettings { RequiredScopes = { "workflow" } });

        _asked.Should().Equal("", Tag, Tag);
        account.Failure!.Kind.Should().Be(FailureKind.Misconfigured);
        scopes.Failure!.Kind.Should().Be(FailureKind.InsufficientScope);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("\"another\"")]
    public async Task CheckAsync_NotModifiedFromSomebodyElse_IsNeverHealthy(string? tag)
    {
        await using var server = await LocalServer.StartAsync(context =>
        {
            context.Response.StatusCode = 304;
            if (tag is not null)
                context.Response.Headers.ETag = tag;
            return Task.CompletedTask;
        });

        var result = await CheckAsync(server, new Dictionary<string, string> { ["etag"] = Tag, ["login"] = "octocat", ["id"] = "1", ["scopes"] = "", ["tokenExpiresAt"] = "none" });

        (result.Outcome, result.Failure!.Kind).Should().Be((CheckOutcome.Failed, FailureKind.InvalidResponse));
    }

    [Fact]
    public async Task CheckAsync_RevokedMeanwhile_IsAFailureOfItsCredential()
    {
        await using var server = await LocalServer.AnswerAsync(401, """{"message":"Bad credentials"}""", "application/json", ("ETag", Tag));

        var result = await CheckAsync(server, new Dictionary<string, string> { ["etag"] = Tag, ["login"] = "octocat", ["id"] = "1", ["scopes"] = "", ["tokenExpiresAt"] = "none" });

        (result.Outcome, result.Failure!.Kind).Should().Be((CheckOutcome.Failed, FailureKind.AuthenticationExpired), "nobody knows when the token ends");
    }

    [Theory]
    [InlineData("etag", "\"a\"\r\nX-Evil: 1")]
    [InlineData("etag", "not a tag")]
    [InlineData("login", null)]
    [InlineData("scopes", null)]
    [InlineData("tokenExpiresAt", null)]
    public async Task CheckAsync_TooLittleKnown_AsksForAWholeAnswer(string key, string? value)
    {
        await using var server = await StartAsync();
        var known = new Dictionary<string, string> { ["etag"] = Tag, ["login"] = "octocat", ["id"] = "1", ["scopes"] = "repo", ["tokenExpiresAt"] = "none" };
        known.Remove(key);
        if (value is not null)
            known[key] = value;

        (await CheckAsync(server, known)).Outcome.Should().Be(CheckOutcome.Succeeded);

        _asked.Should().Equal("");
    }

    [Fact]
    public async Task CheckAsync_InstallationToken_AsksForItsRepositoriesAndNotForAUser()
    {
        string? path = null;
        await using var server = await LocalServer.StartAsync(context =>
        {
            path = context.Request.Path + context.Request.QueryString.ToString();
            return context.Response.WriteAsync("""{"total_count":3,"repositories":[]}""");
        });

        var result = await CheckAsync(server, null, token: "ghs_16C7e42F292c6912E7710c838347Ae178B4a");

        (path, result.Outcome).Should().Be(("/installation/repositories?per_page=1", CheckOutcome.Succeeded));
    }

    [Fact]
    public async Task CheckAsync_TokenThatEnds_IsForecast()
    {
        await using var server = await LocalServer.AnswerAsync(
            200, User, "application/json", ("GitHub-Authentication-Token-Expiration", "2026-03-01 12:00:00 UTC"));

        (await CheckAsync(server, null)).CredentialExpiresAt.Should().Be(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    }

    /// <summary>GitHub need not repeat it where nothing has changed, and the forecast must not go away with it.</summary>
    [Fact]
    public async Task CheckAsync_NothingChanged_KnowsTheEndOfTheToken()
    {
        await using var server = await StartAsync("2026-03-01 12:00:00 UTC");
        var first = await CheckAsync(server, null);

        var second = await CheckAsync(server, first.Data);
        var third = await CheckAsync(server, second.Data);

        _asked.Should().Equal("", Tag, Tag);
        third.CredentialExpiresAt.Should().Be(first.CredentialExpiresAt).And.NotBeNull();
    }

    [Fact]
    public async Task CheckAsync_NothingChangedAndTheTokenHasNoEnd_ForecastsNone()
    {
        await using var server = await StartAsync();
        var first = await CheckAsync(server, null);

        (await CheckAsync(server, first.Data)).CredentialExpiresAt.Should().BeNull();
        first.Data.Should().Contain("tokenExpiresAt", "none");
    }

    private Task<LocalServer> StartAsync(string? end = null) => LocalServer.StartAsync(async context =>
    {
        _asked.Add(context.Request.Headers.IfNoneMatch.ToString());
        context.Response.Headers.ETag = Tag;
        context.Response.Headers["X-RateLimit-Limit"] = "5000";
        context.Response.Headers["X-RateLimit-Remaining"] = "4999";
        if (context.Request.Headers.IfNoneMatch == Tag)
        {
            context.Response.StatusCode = 304;
            return;
        }

        context.Response.Headers["X-OAuth-Scopes"] = "repo, user";
        if (end is not null)
            context.Response.Headers["GitHub-Authentication-Token-Expiration"] = end;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(User);
    });

    private async Task<CheckResult> CheckAsync(
        LocalServer server, IReadOnlyDictionary<string, string>? known, ApiSettings? settings = null, string token = VendorProbe.Token)
    {
        settings ??= new ApiSettings();
        settings.BaseAddress = server.Address.ToString();
        var integration = new Integration { Id = "one", Provider = "github", Name = "One", Origin = IntegrationOrigin.Configuration };
        return await VendorProbe.CheckAsync(GitHub.Preset.Definition.CreateChecker(_probe.Services), new CheckContext(
            integration, settings, new Credential { AccessToken = token, Version = "1" })
        { PreviousData = known });
    }
}
