using System.Globalization;
using System.Text.Json;
using IntegrationHealth.Checks;
using IntegrationHealth.Mcp.Hosting;
using IntegrationHealth.Status;

namespace IntegrationHealth.Mcp.Tools;

/// <summary>Required tools, tools that change, and tools that are called, on a real server.</summary>
public sealed class ToolFindingTests : IAsyncDisposable
{
    private readonly McpBench _bench = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("integration-health-");

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Check_ToolsOverSeveralPages_AreAllSeen()
    {
        await using var server = await TestServer.StartAsync("--tools", "a,b,c,d,e", "--page", "2");

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint, RequiredTools = ["a", "e"] });

        result.Outcome.Should().Be(CheckOutcome.Succeeded);
        result.Data.Should().Contain("toolCount", "5");
        result.Capabilities.Should().BeEquivalentTo([new CapabilityHealth("a", IntegrationStatus.Healthy), new("e", IntegrationStatus.Healthy)]);
    }

    [Fact]
    public async Task Check_PagesWithoutEnd_AreGivenUp()
    {
        await using var server = await TestServer.StartAsync("--endless");

        (await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint })).Failure!.Kind.Should().Be(FailureKind.InvalidResponse);
    }

    [Fact]
    public async Task Check_RequiredToolMissing_NamesItAndLeavesTheOthers()
    {
        await using var server = await TestServer.StartAsync("--tools", "search,send");

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint, RequiredTools = ["search", "delete"] });

        (result.Outcome, result.Failure!.Kind, result.Failure.ResponsibleParty)
            .Should().Be((CheckOutcome.Degraded, FailureKind.Misconfigured, ResponsibleParty.Developer));
        result.Failure.Message.Should().Contain("'delete'").And.NotContain("search");
        result.Capabilities.Select(one => (one.Name, one.Status))
            .Should().BeEquivalentTo([("search", IntegrationStatus.Healthy), ("delete", IntegrationStatus.Unhealthy)]);
    }

    [Theory]
    [InlineData("--tools", "other")]
    [InlineData("--no-tools", "--http")]
    public async Task Check_AllRequiredToolsMissing_Fails(params string[] switches)
    {
        await using var server = await TestServer.StartAsync(switches);

        (await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint, RequiredTools = ["search"] })).Outcome.Should().Be(CheckOutcome.Failed);
    }

    [Fact]
    public async Task Check_ToolsThatChange_AreAFindingUntilTheyComeBack()
    {
        var file = Path.Combine(_folder.FullName, "tools");
        await File.WriteAllTextAsync(file, "search,send,list", TestContext.Current.CancellationToken);
        await using var server = await TestServer.StartAsync("--tools", "@" + file);
        var settings = new McpSettings { Endpoint = server.Endpoint };

        var first = await _bench.CheckAsync(settings);
        await File.WriteAllTextAsync(file, "search~,list,welcome", TestContext.Current.CancellationToken);
        var second = await _bench.CheckAsync(settings, previous: first.Data);
        var third = await _bench.CheckAsync(settings, previous: second.Data);
        await File.WriteAllTextAsync(file, "search,send,list,welcome", TestContext.Current.CancellationToken);
        var fourth = await _bench.CheckAsync(settings, previous: third.Data);

        first.Outcome.Should().Be(CheckOutcome.Succeeded);
        foreach (var changed in new[] { second, third })
        {
            changed.Outcome.Should().Be(CheckOutcome.Degraded);
            changed.Failure!.Message.Should().Contain("'search' takes other arguments").And.Contain("'send' was removed").And.NotContain("welcome");
            changed.Capabilities.Select(one => (one.Name, one.Status))
                .Should().BeEquivalentTo([("search", IntegrationStatus.Degraded), ("send", IntegrationStatus.Unhealthy)]);
        }

        third.Data!["toolsChangedAt"].Should().Be(second.Data!["toolsChangedAt"]);
        fourth.Outcome.Should().Be(CheckOutcome.Succeeded);
        fourth.Data.Should().NotContainKey("toolsChangedAt");
    }

    [Fact]
    public async Task Check_OnlyRequiredToolsAreNamed_OthersMayChange()
    {
        var file = Path.Combine(_folder.FullName, "tools");
        await File.WriteAllTextAsync(file, "search,send", TestContext.Current.CancellationToken);
        await using var server = await TestServer.StartAsync("--tools", "@" + file);
        var settings = new McpSettings { Endpoint = server.Endpoint, RequiredTools = ["search"] };

        var first = await _bench.CheckAsync(settings);
        await File.WriteAllTextAsync(file, "search,list", TestContext.Current.CancellationToken);

        (await _bench.CheckAsync(settings, previous: first.Data)).Outcome.Should().Be(CheckOutcome.Succeeded);
        first.Data!["toolHashes"].Should().StartWith("search=").And.NotContain("send");
    }

    [Fact]
    public async Task Check_DriftSwitchedOff_RemembersNothing()
    {
        await using var server = await TestServer.StartAsync();

        (await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint, DetectToolDrift = false })).Data.Should().NotContainKey("toolHashes");
    }

    [Fact]
    public async Task Check_ReadOnlyProbe_IsCalled()
    {
        await using var server = await FakeServer.StartAsync(FakeServer.Modern);

        var result = await _bench.CheckAsync(new McpSettings
        {
            Endpoint = server.Endpoint,
            ProbeTool = "search",
            ProbeArguments = JsonSerializer.SerializeToElement("""{"query":"x","max":1}"""),
        });

        result.Outcome.Should().Be(CheckOutcome.Succeeded);
        result.Capabilities.Should().ContainSingle().Which.Should().Be(new CapabilityHealth("search", IntegrationStatus.Healthy));
        var call = server.Requests.Single(request => request.Method == "tools/call");
        call.Body.Should().Contain("""{"query":"x","max":1}""");
        call.Headers["Mcp-Name"].Should().Be("search");
    }

    [Theory]
    [InlineData(false, CheckOutcome.Degraded)]
    [InlineData(true, CheckOutcome.Succeeded)]
    public async Task Check_ProbeThatIsNotMarkedReadOnly_IsCalledOnlyWhenConfigured(bool mayWrite, CheckOutcome outcome)
    {
        await using var server = await FakeServer.StartAsync(request => request.Method == "tools/list"
            ? FakeAnswer.Result("""{"resultType":"complete","tools":[{"name":"send","inputSchema":{"type":"object"}}],"ttlMs":0,"cacheScope":"public"}""")
            : FakeServer.Modern(request));

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint, ProbeTool = "send", ProbeMayWrite = mayWrite });

        result.Outcome.Should().Be(outcome);
        server.Methods.Contains("tools/call").Should().Be(mayWrite);
        if (!mayWrite)
            result.Failure!.Message.Should().Contain("'send'").And.Contain("settings.probeMayWrite");
    }

    [Theory]
    [InlineData("Error: invalid_grant: Token has been expired or revoked.", FailureKind.AuthenticationRevoked, CheckOutcome.Failed, RecoveryAction.Reconnect)]
    [InlineData("No connected account found for user", FailureKind.AuthenticationRevoked, CheckOutcome.Failed, RecoveryAction.Reconnect)]
    [InlineData("Request had insufficient authentication scopes.", FailureKind.InsufficientScope, CheckOutcome.Degraded, RecoveryAction.GrantScopes)]
    [InlineData("429 Too Many Requests", FailureKind.RateLimited, CheckOutcome.Degraded, RecoveryAction.Wait)]
    [InlineData("503 Service Unavailable", FailureKind.ProviderOutage, CheckOutcome.Degraded, RecoveryAction.Wait)]
    [InlineData("something else", FailureKind.Unknown, CheckOutcome.Degraded, RecoveryAction.None)]
    public async Task Check_ProbeThatFails_IsDiagnosedByItsText(string text, FailureKind kind, CheckOutcome outcome, RecoveryAction action)
    {
        await using var server = await TestServer.StartAsync("--tool-error", text + " api_key=abcdefghijkl");

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint, ProbeTool = "search" });

        (result.Outcome, result.Failure!.Kind, result.Failure.Action).Should().Be((outcome, kind, action));
        result.Failure.IsDefinitive.Should().BeFalse("text proves nothing");
        result.Failure.Evidence.Should().Contain(text).And.NotContain("abcdefghijkl");
        result.Capabilities.Should().ContainSingle().Which.Status.Should().Be(IntegrationStatus.Unhealthy);
    }

    [Fact]
    public async Task Check_ProbeRefusedByTheProtocol_LeavesTheRest()
    {
        await using var server = await FakeServer.StartAsync(request =>
            request.Method == "tools/call" ? FakeAnswer.Error(-32602, "query is missing") : FakeServer.Modern(request));

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint, ProbeTool = "search" });

        (result.Outcome, result.Failure!.VendorCode).Should().Be((CheckOutcome.Degraded, "-32602"));
    }

    [Fact]
    public async Task Check_SuccessThatSaysItFailed_IsAFailure()
    {
        await using var server = await TestServer.StartAsync("--tools", "GMAIL_FETCH_EMAILS,GMAIL_SEND_EMAIL!,GMAIL_GET_PROFILE",
            "--tool-text", """{"successful":false,"error":"Connected account not found","data":{}}""");

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint, Service = "gmail" });

        (result.Outcome, result.Failure!.Kind).Should().Be((CheckOutcome.Failed, FailureKind.AuthenticationRevoked));
    }

    [Theory]
    [InlineData("gmail", "GMAIL_FETCH_EMAILS,GMAIL_SEND_EMAIL!,GMAIL_GET_PROFILE", "read,send")]
    [InlineData("gmail", "gmail_search_emails,gmail_send_email!", "read,send")]
    [InlineData("google-calendar", "GOOGLECALENDAR_EVENTS_LIST,GOOGLECALENDAR_CREATE_EVENT!,GOOGLECALENDAR_LIST_CALENDARS", "read,write")]
    [InlineData("google-calendar", "google_calendar_list_events,google_calendar_create_event!", "read,write")]
    [InlineData("slack", "SLACK_LIST_ALL_CHANNELS,SLACK_SEND_MESSAGE!", "read,send")]
    [InlineData("slack", "slack_list_channels,slack_post_message!", "read,send")]
    public async Task Check_Service_IsCheckedAsThatService(string service, string tools, string capabilities)
    {
        await using var server = await TestServer.StartAsync("--tools", tools);

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint, Service = service });

        result.Outcome.Should().Be(CheckOutcome.Succeeded, result.Failure?.ToString());
        string.Join(',', result.Capabilities.Select(one => one.Name)).Should().Be(capabilities);
        result.Capabilities.Should().OnlyContain(one => one.Status == IntegrationStatus.Healthy);
    }

    [Fact]
    public async Task Check_ServiceWithoutATool_SaysWhatDoesNotWork()
    {
        await using var server = await TestServer.StartAsync("--tools", "GMAIL_FETCH_EMAILS");

        var result = await _bench.CheckAsync(new McpSettings { Endpoint = server.Endpoint, Service = "gmail" });

        result.Outcome.Should().Be(CheckOutcome.Degraded);
        result.Failure!.Message.Should().Contain("sending mail").And.Contain("Gmail");
    }

    [Fact]
    public void Compare_NoticeIsOver_TakesTheNewAsNormal()
    {
        var start = DateTimeOffset.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture);
        var memory = new ToolMemory(new Dictionary<string, string> { ["a"] = "1" }, null);
        var now = new Dictionary<string, string> { ["a"] = "2" };

        var first = Drift(memory, start);
        var late = Drift(first.Memory, start.AddHours(23));
        var after = Drift(late.Memory, start.AddHours(24));

        late.Changed.Should().Equal("a");
        after.Changed.Should().BeEmpty();
        Drift(after.Memory, start.AddHours(25)).Changed.Should().BeEmpty();

        ToolDrift Drift(ToolMemory before, DateTimeOffset at) => ToolDrift.Compare(before, now, _ => true, at, TimeSpan.FromHours(24));
    }

    [Fact]
    public void Memory_ManyToolsOfStrangeNames_SurviveWithinTheBounds()
    {
        var hashes = Enumerable.Range(0, 150).ToDictionary(number => $"tool,{number}=x y", number => $"{number:x10}");
        var data = new Dictionary<string, string>();

        new ToolMemory(hashes, DateTimeOffset.UnixEpoch).Write(data);

        data.Should().HaveCountLessThanOrEqualTo(32).And.OnlyContain(pair => pair.Value.Length <= 500);
        ToolMemory.Read(data).Should().BeEquivalentTo(new ToolMemory(hashes, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void Memory_TooManyTools_KeepsWhatHasRoom()
    {
        var data = new Dictionary<string, string>();

        new ToolMemory(Enumerable.Range(0, 2_000).ToDictionary(number => $"tool{number:0000}", _ => "0123456789"), null).Write(data);

        data.Should().HaveCount(12);
        ToolMemory.Read(data).Hashes.Should().HaveCountGreaterThan(250).And.ContainKey("tool0000");
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","description":"one"}}}""", """{"properties":{"a":{"description":"two","type":"string"}},"type":"object"}""", true)]
    [InlineData("""{"type":"object","properties":{"description":{"type":"string"}}}""", """{"type":"object","properties":{}}""", false)]
    [InlineData("""{"type":"object","required":["a"]}""", """{"type":"object","required":["b"]}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}}}""", """{"type":"object","properties":{"a":{"type":"number"}}}""", false)]
    public void Hash_IsTheSame_WhenACallerNeedChangeNothing(string one, string other, bool same) =>
        (ToolHash.Of(JsonDocument.Parse(one).RootElement) == ToolHash.Of(JsonDocument.Parse(other).RootElement)).Should().Be(same);
}
