using System.Text.Json;
using IntegrationHealth.Checks;
using IntegrationHealth.Testing.Foreign;
using IntegrationHealth.Tests.Checks.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Checks.Vendors;

/// <summary>
/// Answers that are not the vendor's: they condemn no connection, and are never healthy. Each is tried on every provider that the library
/// registers, so that a new one is not forgotten.
/// </summary>
public sealed class ForeignAnswerTests : IDisposable
{
    /// <summary>What the settings of a provider need beside the address. A condition makes an <c>http</c> check that of an API.</summary>
    private static readonly Dictionary<string, string> Needed = new()
    {
        ["http"] = """ "url":"https://api.example.com/me","jsonPath":"$.id", """,
        ["jira"] = """ "cloudId":"1324a887", """,
    };

    private readonly VendorProbe _probe = new();

    public static TheoryData<string> Providers => [.. Definitions().Select(definition => definition.Name)];

    public static TheoryData<string, string> Answers =>
    [
        .. from definition in Definitions() from answer in ForeignAnswer.All select new TheoryDataRow<string, string>(definition.Name, answer.Name),
    ];

    public static TheoryData<string, string> RawAnswers =>
    [
        .. from definition in Definitions() from name in ForeignAnswer.Raw.Keys select new TheoryDataRow<string, string>(definition.Name, name),
    ];

    public void Dispose() => _probe.Dispose();

    [Fact]
    public void Providers_AreAllThatTheLibraryRegisters() => Definitions().Select(definition => definition.Name).Should().BeEquivalentTo(
        "http", "gmail", "google-calendar", "slack", "github", "microsoft-graph", "stripe", "hubspot", "salesforce", "notion", "jira");

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task CheckAsync_NotTheVendorsAnswer_SaysNothingOfTheConnection(string provider, string name)
    {
        var answer = ForeignAnswer.All.Single(one => one.Name == name);
        await using var server = await LocalServer.StartAsync(answer.Write);

        foreach (var endsInMinutes in new int?[] { 30, null })
        {
            var result = await CheckAsync(provider, server.Address.ToString(), endsInMinutes);

            if (answer.MayBeTheApisOwn && provider == "http")
                ShouldBeUncertain(result);
            else
                ShouldSayNothing(result);
        }
    }

    [Theory]
    [MemberData(nameof(RawAnswers))]
    public async Task CheckAsync_NoHttpAnswer_SaysNothingOfTheConnection(string provider, string name)
    {
        using var server = new RawServer(ForeignAnswer.Raw[name]);

        ShouldSayNothing(await CheckAsync(provider, server.Url));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task CheckAsync_NobodyListens_IsTheNetwork(string provider)
    {
        string address;
        await using (var server = await LocalServer.AnswerAsync(200))
            address = server.Address.ToString();

        (await CheckAsync(provider, address)).Failure!.Kind.Should().Be(FailureKind.Network);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task CheckAsync_Silence_EndsWithTheCallersTime(string provider)
    {
        using var timeout = new CancellationTokenSource();
        await using var server = await LocalServer.StartAsync(async context =>
        {
            await timeout.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });

        await FluentActions.Awaiting(() => CheckAsync(provider, server.Address.ToString(), cancellationToken: timeout.Token))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task CheckAsync_BodyThatTrickles_EndsWithTheCallersTime(string provider)
    {
        using var timeout = new CancellationTokenSource();
        await using var server = await LocalServer.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{\"id\":");
            await context.Response.Body.FlushAsync();
            await timeout.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });

        await FluentActions.Awaiting(() => CheckAsync(provider, server.Address.ToString(), cancellationToken: timeout.Token))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    /// <summary>A gateway before the vendor speaks JSON, too. Its word is not the vendor's: one answer is never enough.</summary>
    [Theory]
    [MemberData(nameof(Providers))]
    public async Task CheckAsync_JsonOfAnotherServer_IsNeverCertain(string provider)
    {
        foreach (var status in new[] { 400, 401, 402, 403, 404, 410, 451 })
        {
            foreach (var body in new[] { "{}", "[]", """{"message":"Unauthorized"}""", """{"error":"Access denied"}""", """{"detail":"no","status":401}""" })
            {
                await using var server = await LocalServer.AnswerAsync(status, body);

                ShouldBeUncertain(await CheckAsync(provider, server.Address.ToString()));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task CheckAsync_OddShape_IsAResultAndNeverHealthyOrRevoked(string provider)
    {
        string[] bodies =
        [
            """{"error":[1]}""",
            """{"error":{"errors":[1,{"reason":2}],"details":{"a":1},"status":3}}""",
            """{"ok":"x","error":5}""",
            """{"ok":false}""",
            """{"ok":false,"error":{"a":1}}""",
            """{"kind":"x","calendars":{"a":{"errors":[1]}}}""",
            """{"kind":"x","calendars":{"a":{"errors":[{"reason":2}]}},"accessRole":7}""",
            """[1,{"errorCode":2}]""",
            """{"object":"error","code":7}""",
        ];
        foreach (var body in bodies)
        {
            foreach (var status in new[] { 200, 400, 401, 403, 500 })
            {
                await using var server = await LocalServer.AnswerAsync(status, body);

                ShouldBeUncertain(await CheckAsync(provider, server.Address.ToString()));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task CheckAsync_EchoedToken_IsTakenOutOfTheEvidence(string provider)
    {
        await using var server = await LocalServer.StartAsync(async context =>
        {
            context.Response.StatusCode = 418;
            context.Response.ContentType = "application/json";
            context.Response.Headers["X-Request-Id"] = VendorProbe.Token;
            await context.Response.WriteAsync($$"""{"said":"{{VendorProbe.Token}}","error":"{{VendorProbe.Token}}x","message":"{{VendorProbe.Token}}"}""");
        });

        // The probe itself looks for the token in everything that a result shows.
        (await CheckAsync(provider, server.Address.ToString())).Failure!.Evidence.Should().Contain("[redacted]");
    }

    private static IReadOnlyList<ProviderDefinition> Definitions()
    {
        using var services = new ServiceCollection().AddIntegrationHealth().BuildServiceProvider();
        return [.. services.GetServices<ProviderDefinition>()];
    }

    private static void ShouldSayNothing(CheckResult result)
    {
        ShouldBeUncertain(result);
        var failure = result.Failure!;
        failure.Kind.Should().NotBe(FailureKind.AuthenticationRevoked, failure.Message).And.NotBe(FailureKind.AuthenticationExpired, failure.Message)
            .And.NotBe(FailureKind.InsufficientScope, failure.Message);
        failure.Action.Should().NotBe(RecoveryAction.Reconnect).And.NotBe(RecoveryAction.GrantScopes);
    }

    private static void ShouldBeUncertain(CheckResult result)
    {
        result.Outcome.Should().BeOneOf(CheckOutcome.Failed, CheckOutcome.Degraded);
        result.Failure!.IsDefinitive.Should().BeFalse(result.Failure.ToString());
    }

    private async Task<CheckResult> CheckAsync(string provider, string address, int? endsInMinutes = 30, CancellationToken? cancellationToken = null)
    {
        var definition = Definitions().Single(one => one.Name == provider);
        var json = $$"""{ {{Needed.GetValueOrDefault(provider)}} "baseAddress":"{{address}}" }""";
        return await _probe.CheckAsync(
            definition, JsonSerializer.Deserialize(json, definition.SettingsType)!, VendorProbe.Credential(endsInMinutes), cancellationToken);
    }
}
