using System.Diagnostics;
using System.Globalization;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Mcp.Hosting;

namespace IntegrationHealth.Mcp.Stdio;

/// <summary>Servers that are processes: what goes wrong with them, and that none is left behind.</summary>
public sealed class StdioServerTests : IAsyncDisposable
{
    private static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(3);

    private readonly McpBench _bench = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("integration-health-");

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Check_ProgramThatIsNotThere_IsMisconfigured()
    {
        var result = await _bench.CheckAsync(new McpSettings { Command = "no-such-program" });

        (result.Outcome, result.Failure!.Kind, result.Failure.Confidence).Should().Be((CheckOutcome.Failed, FailureKind.Misconfigured, Confidence.High));
        result.Failure.Message.Should().Contain("no-such-program");
    }

    [Fact]
    public async Task Check_FileThatMayNotBeExecuted_IsMisconfigured()
    {
        var file = Path.Combine(_folder.FullName, "server");
        await File.WriteAllTextAsync(file, "no program", TestContext.Current.CancellationToken);

        (await _bench.CheckAsync(new McpSettings { Command = file })).Failure!.Kind.Should().Be(FailureKind.Misconfigured);
    }

    [Fact]
    public async Task Check_ServerThatExitsAtOnce_ShowsExitCodeAndErrorsWithoutSecrets()
    {
        var settings = TestServer.Stdio("--exit", "3", "--stderr", "cannot read config, password=hunter2hunter2");

        var result = await _bench.CheckAsync(settings);

        (result.Failure!.Kind, result.Failure.VendorCode).Should().Be((FailureKind.Misconfigured, "3"));
        result.Failure.Evidence.Should().Contain("cannot read config").And.NotContain("hunter2");
    }

    [Fact]
    public async Task Check_ServerThatCrashesLater_IsAnOutage()
    {
        var result = await _bench.CheckAsync(TestServer.Stdio("--exit-on-list", "7"));

        (result.Failure!.Kind, result.Failure.VendorCode).Should().Be((FailureKind.ProviderOutage, "7"));
        result.Failure.Evidence.Should().Contain("met a fault in tools/list");
    }

    [Fact]
    public async Task Check_ProgramThatIsNoServer_IsMisconfigured()
    {
        await using var bench = new McpBench(timeout: ShortTimeout);

        var result = await bench.CheckAsync(TestServer.Stdio("--noise", "Welcome to the program", "--silent"));

        result.Failure!.Kind.Should().Be(FailureKind.Misconfigured);
        result.Failure.Evidence.Should().Contain("Welcome to the program");
        bench.Servers.Live.Should().BeEmpty();
    }

    [Fact]
    public async Task Check_ServerThatTalksBetweenMessages_WorksButIsDegraded()
    {
        var result = await _bench.CheckAsync(TestServer.Stdio("--noise", "Server is ready"));

        (result.Outcome, result.Failure!.Kind).Should().Be((CheckOutcome.Degraded, FailureKind.Misconfigured));
        result.Failure.Evidence.Should().Contain("Server is ready");
    }

    [Fact]
    public async Task Check_SilentServer_TimesOutAndIsEnded()
    {
        await using var bench = new McpBench(timeout: ShortTimeout);

        var result = await bench.CheckAsync(TestServer.Stdio("--silent", "--stderr", "waiting for a database"));

        (result.Outcome, result.Failure!.Kind).Should().Be((CheckOutcome.Failed, FailureKind.Timeout));
        result.Failure.Evidence.Should().Contain("waiting for a database");
        bench.Servers.Live.Should().BeEmpty();
    }

    [Fact]
    public async Task Check_OversizedLine_IsCutOff()
    {
        var settings = TestServer.Stdio("--description", "300000");
        settings.MaxResponseBytes = 100_000;

        var result = await _bench.CheckAsync(settings);

        result.Failure!.Kind.Should().Be(FailureKind.InvalidResponse);
        result.Failure.Message.Should().Contain("100,000 bytes");
    }

    /// <summary>Programs that are no MCP servers: each ends within its time, in bounded memory, asks nobody to reconnect and leaves nothing behind.</summary>
    [Theory]
    [InlineData("exits at once", "exit 0")]
    [InlineData("fails at once", "exit 9")]
    [InlineData("says nothing", "sleep 600")]
    [InlineData("closes its output", "exec >&-; sleep 600")]
    [InlineData("closes its input", "exec <&-; sleep 600")]
    [InlineData("endless lines", "exec yes hello")]
    [InlineData("endless lines that look like messages", "exec yes '{}'")]
    [InlineData("endless answers to nobody", "exec yes '{\"jsonrpc\":\"2.0\",\"id\":77,\"result\":{}}'")]
    [InlineData("endless requests", "exec yes '{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}'")]
    [InlineData("a line without an end", "exec cat /dev/zero")]
    [InlineData("bytes", "exec cat /dev/urandom")]
    [InlineData("endless errors", "exec yes trouble >&2")]
    [InlineData("an echo of what it is told", "exec cat")]
    [InlineData("a web page", "echo '<!doctype html><html>token_revoked invalid_grant</html>'; sleep 600")]
    [InlineData("half a message", "printf '{\"jsonrpc\":'; sleep 600")]
    [InlineData("an answer that is none", "read line; echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}'; sleep 600")]
    public async Task Check_ProgramThatIsNoServer_EndsInTimeAndAsksNobody(string name, string script)
    {
        await using var bench = new McpBench(timeout: ShortTimeout);
        var settings = new McpSettings { Command = "sh", Arguments = ["-c", script], MaxResponseBytes = 1_000_000, TokenVariable = "TOKEN" };

        var result = await bench.CheckAsync(settings, McpBench.Credential(30));

        result.Outcome.Should().Be(CheckOutcome.Failed, name);
        result.Failure!.Kind.Should().BeOneOf([FailureKind.Misconfigured, FailureKind.InvalidResponse, FailureKind.Timeout, FailureKind.Unknown], result.Failure.Message);
        result.Failure.Action.Should().NotBe(RecoveryAction.Reconnect);
        bench.Servers.Live.Should().BeEmpty();
    }

    [Fact]
    public async Task Check_KeyAmongTheArguments_IsNotRepeated()
    {
        var settings = new McpSettings { Command = "sh", Arguments = ["-c", "echo \"bad usage: $*\" >&2; exit 2", "sh", "--api-key", "plain4711plain", "--access-token=plain0815plain"] };

        var result = await _bench.CheckAsync(settings);

        result.Failure!.Evidence.Should().Contain("bad usage").And.NotContain("plain4711").And.NotContain("plain0815");
    }

    [Fact]
    public async Task Check_StubbornServerAndItsChild_AreBothGone()
    {
        var file = Path.Combine(_folder.FullName, "ids");

        var result = await _bench.CheckAsync(TestServer.Stdio("--stubborn", "--grandchild", file));

        result.Outcome.Should().Be(CheckOutcome.Succeeded);
        await ShouldBeGoneAsync(file);
    }

    [Fact]
    public async Task Check_HundredTimes_LeavesNoProcess()
    {
        // Other tests run servers at the same time: these carry a mark.
        var mark = Guid.NewGuid().ToString("N");
        await using var bench = new McpBench(options => options.MaxProcesses = 3);
        var most = 0;

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 100), new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = TestContext.Current.CancellationToken },
            async (number, _) =>
            {
                // A shell that answers like a server, since a hundred starts of the real one take minutes.
                var result = await bench.CheckAsync(number % 10 == 0 ? TestServer.Stdio("--mark", mark) : ShellServer(mark));
                result.Outcome.Should().Be(CheckOutcome.Succeeded, result.Failure?.ToString());
                InterlockedMax(ref most, bench.Servers.Live.Count);
            });

        most.Should().BeLessThanOrEqualTo(3);
        bench.Servers.Live.Should().BeEmpty();
        ProcessesOf(mark).Should().BeEmpty();
    }

    [Fact]
    public async Task Dispose_HostThatStops_EndsServersOfChecksUnderWay()
    {
        var file = Path.Combine(_folder.FullName, "ids");
        var bench = new McpBench();
        using var stop = new CancellationTokenSource();
        var check = bench.CheckAsync(TestServer.Stdio("--silent", "--stubborn", "--grandchild", file), cancellationToken: stop.Token);
        await RunningAsync(file);

        await bench.DisposeAsync();

        await ShouldBeGoneAsync(file);
        await stop.CancelAsync();
        await check.ContinueWith(_ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    [Fact]
    public async Task Start_HostThatIsKilled_TakesAStubbornServerWithIt()
    {
        var file = Path.Combine(_folder.FullName, "ids");
        using var host = Process.Start("sleep", "600");
        var settings = TestServer.Stdio("--silent", "--stubborn", "--grandchild", file);
        // Nobody closes its input or ends it: only the watch that was started with it can.
        var server = StdioServer.Start(StdioCommand.Create(StdioCommand.Find(settings)!, settings, null, host.Id), 1_000, TimeProvider.System);
        await RunningAsync(file);

        host.Kill();

        await ShouldBeGoneAsync(file);
        await server.EndAsync();
    }

    [Fact]
    public async Task Check_NoPlaceForAProcess_SaysNothingAboutTheServer()
    {
        await using var bench = new McpBench(options => options.MaxProcesses = 1, timeout: ShortTimeout);
        using var stop = new CancellationTokenSource();
        var first = bench.Servers.StartAsync(StdioCommand.Create("/bin/cat", new McpSettings { Command = "cat" }, null, Environment.ProcessId), 1_000, stop.Token);

        var result = await bench.CheckAsync(TestServer.Stdio());

        result.Outcome.Should().Be(CheckOutcome.Inconclusive);
        result.Failure!.Message.Should().Contain("1 MCP server processes");
        await bench.Servers.EndAsync(await first);
        bench.Servers.Live.Should().BeEmpty();
    }

    [Fact]
    public async Task Check_Environment_HoldsWhatIsGivenAndNothingOfTheHosts()
    {
        Environment.SetEnvironmentVariable("A_SECRET_OF_THE_HOST", "very-secret");
        var hidden = await _bench.CheckAsync(TestServer.Stdio("--show-variable", "A_SECRET_OF_THE_HOST", "--exit", "4"));
        var settings = TestServer.Stdio("--show-variable", "PLAIN", "--exit", "4");
        settings.Environment["PLAIN"] = "given";
        settings.Environment["API_KEY"] = "another-secret-value";

        var shown = await _bench.CheckAsync(settings);

        hidden.Failure!.Evidence.Should().Contain("A_SECRET_OF_THE_HOST is not there");
        shown.Failure!.Evidence.Should().Contain("PLAIN is given");
    }

    [Fact]
    public async Task Check_TokenVariable_CarriesTheTokenAndShowsItNowhere()
    {
        var settings = TestServer.Stdio("--show-variable", "SERVER_KEY", "--exit", "4");
        settings.TokenVariable = "SERVER_KEY";

        var result = await _bench.CheckAsync(settings, McpBench.Credential());

        result.Failure!.Evidence.Should().Contain("[redacted]").And.NotContain("not there");
    }

    [Theory]
    [InlineData(IntegrationOrigin.Runtime)]
    [InlineData(IntegrationOrigin.Source)]
    public async Task Check_CommandThatUsersTyped_IsNeverStarted(IntegrationOrigin origin)
    {
        var file = Path.Combine(_folder.FullName, "started");
        var settings = new McpSettings { Command = "/bin/touch", Arguments = [file] };

        var result = await _bench.CheckAsync(settings, origin: origin);

        (result.Outcome, result.Failure!.Kind, result.Failure.Confidence).Should().Be((CheckOutcome.Failed, FailureKind.Misconfigured, Confidence.High));
        File.Exists(file).Should().BeFalse();
        _bench.Validate(settings, origin).Should().ContainSingle().Which.Should().Contain("settings.command");
        _bench.Validate(settings).Should().BeEmpty();
    }

    [Fact]
    public async Task Check_CommandThatTheHostAllowed_IsStarted()
    {
        await using var bench = new McpBench(options => options.AllowRuntimeCommands = true);
        var settings = TestServer.Stdio();

        bench.Validate(settings, IntegrationOrigin.Runtime).Should().BeEmpty();
        (await bench.CheckAsync(settings, origin: IntegrationOrigin.Runtime)).Outcome.Should().Be(CheckOutcome.Succeeded);
    }

    [Fact]
    public async Task Check_ArgumentsAndEnvironment_AreNeverReadByAShell()
    {
        var file = Path.Combine(_folder.FullName, "injected");
        var settings = new McpSettings { Command = "/bin/echo", Arguments = [$"$(touch {file})", $"; touch {file}", $"`touch {file}`"] };

        await _bench.CheckAsync(settings);

        File.Exists(file).Should().BeFalse();
    }

    /// <summary>Answers discover and tools/list; the SDK numbers its requests from 1.</summary>
    private static McpSettings ShellServer(string mark) => new()
    {
        Command = "/bin/sh",
        Arguments =
        [
            "-c",
            """
            while read -r line; do
              id=$(printf '%s' "$line" | sed -n 's/.*"id":\([0-9]*\).*/\1/p')
              case "$line" in
                *server/discover*) printf '{"jsonrpc":"2.0","id":%s,"result":{"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},"ttlMs":0,"cacheScope":"public"}}\n' "$id" ;;
                *tools/list*) printf '{"jsonrpc":"2.0","id":%s,"result":{"resultType":"complete","tools":[],"ttlMs":0,"cacheScope":"public"}}\n' "$id" ;;
              esac
            done
            """,
            mark,
        ],
    };

    private static Task<bool> RunningAsync(string file) => Testing.WaitFor.ValueAsync(
        () => Task.FromResult(File.Exists(file) && File.ReadAllText(file).Contains(' ', StringComparison.Ordinal)), there => there,
        TimeSpan.FromMinutes(1), "the server to run", TestContext.Current.CancellationToken);

    private static async Task ShouldBeGoneAsync(string file)
    {
        var ids = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Split(' ').Select(id => int.Parse(id, CultureInfo.InvariantCulture));
        await Testing.WaitFor.ValueAsync(
            () => Task.FromResult(ids.Where(IsAlive).ToArray()), alive => alive.Length == 0, TimeSpan.FromSeconds(20), "the processes to be gone",
            TestContext.Current.CancellationToken);
    }

    private static bool IsAlive(int id)
    {
        try
        {
            // A zombie has ended; who adopted it has only not asked yet.
            return !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string[] ProcessesOf(string argument) => [.. Directory.GetDirectories("/proc").Where(folder =>
    {
        try
        {
            return char.IsAsciiDigit(Path.GetFileName(folder)[0]) && File.ReadAllText(folder + "/cmdline").Contains(argument, StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    })];

    private static void InterlockedMax(ref int target, int value)
    {
        int before;
        while ((before = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, before) != before)
        {
        }
    }
}
