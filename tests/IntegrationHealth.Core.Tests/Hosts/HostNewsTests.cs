using IntegrationHealth.Checks.Pacing;
using IntegrationHealth.Hosts;
using IntegrationHealth.Status;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Hosts;

public sealed class HostNewsTests
{
    [Fact]
    public void ToMessages_ManyItems_AreCutToTheSizeAllowedAndReadBackWhole()
    {
        var news = new HostNews("host-1",
            [.. Enumerable.Range(0, 500).Select(n => new ResultNews($"i{n}", n, (IntegrationStatus)(n % 5), n % 7 == 0))], [.. Enumerable.Range(0, 20).Select(n => $"changed{n}")]);

        string[] messages = [.. news.ToMessages(1_000)];

        messages.Should().HaveCountGreaterThan(5).And.OnlyContain(message => message.Length <= 1_000);
        HostNews[] read = [.. messages.Select(HostNews.Parse)];
        read.Should().OnlyContain(part => part.HostId == "host-1");
        read.SelectMany(part => part.Results).Should().Equal(news.Results);
        read.SelectMany(part => part.Definitions).Should().Equal(news.Definitions);
    }

    [Fact]
    public void ToMessages_Pauses_ArriveAsTheyAreWhateverTheyAreCalled()
    {
        Pause[] pauses =
        [
            new(new PauseKey("gmail", "gmail.googleapis.com", PauseKind.Client, "123.apps"), DateTimeOffset.FromUnixTimeMilliseconds(1_767_225_600_000)),
            new(new PauseKey("mcp", "", PauseKind.Owner, "Ann Ä\nd evil"), DateTimeOffset.FromUnixTimeMilliseconds(1_767_225_601_000)),
            new(new PauseKey("", "oauth2.googleapis.com", PauseKind.Client, ""), DateTimeOffset.FromUnixTimeMilliseconds(1_767_225_602_000)),
        ];

        string[] messages = [.. new HostNews("host-1", [], []) { Pauses = [.. pauses, new(new PauseKey("p", "h", PauseKind.Owner, new string('x', 2_000)), default)] }.ToMessages(1_000)];

        messages.Should().OnlyContain(message => message.Length <= 1_000 && message.All(char.IsAscii));
        messages.SelectMany(message => HostNews.Parse(message).Pauses).Should().Equal(pauses);
        messages.SelectMany(message => HostNews.Parse(message).Definitions).Should().BeEmpty();
    }

    [Fact]
    public void ToMessages_Alerts_Arrive() => new HostNews("host-1", [], []) { Alerts = ["rule-1@one", "rule-2@two"] }.ToMessages(1_000)
        .Select(HostNews.Parse).Single().Alerts.Should().Equal("rule-1@one", "rule-2@two");

    [Fact]
    public void ToMessages_NothingToTell_IsNoMessage() => new HostNews("host-1", [], []).ToMessages(1_000).Should().BeEmpty();

    [Fact]
    public async Task RunAsync_ChannelFails_TellsOfDefinitionsAndPausesAgain_AndOfWhatIsLeftWhenItStops()
    {
        var (time, channel) = (new FakeTimeProvider(), new BrokenChannel());
        using var stopping = new CancellationTokenSource();
        using var sender = new HostNewsSender(new HostIdentity(time), time, NullLogger<HostNewsSender>.Instance);
        var running = sender.RunAsync(channel, stopping.Token);
        var pause = new Pause(new PauseKey("gmail", "gmail.googleapis.com", PauseKind.Client, "123.apps"), DateTimeOffset.FromUnixTimeMilliseconds(1_767_225_600_000));

        sender.OnDefinitionsChanged(["one"]);
        sender.OnPause(pause);
        await AdvanceUntilAsync(channel.Tried);
        channel.Works = true;
        sender.OnDefinitionsChanged(["two"]);
        await AdvanceUntilAsync(channel.Told);
        HostNews.Parse(channel.Messages.Single()).Definitions.Should().BeEquivalentTo("one", "two");
        HostNews.Parse(channel.Messages.Single()).Pauses.Should().Equal(pause);

        sender.OnDefinitionsChanged(["three"]);
        await stopping.CancelAsync();
        await running;
        HostNews.Parse(channel.Messages.Last()).Definitions.Should().Equal("three");

        async Task AdvanceUntilAsync(Task reached)
        {
            while (!reached.IsCompleted)
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task RunAsync_ChannelFailsForAWhile_IsSaidOnceAnOutage()
    {
        var (time, channel, log) = (new FakeTimeProvider(), new BrokenChannel(), new FakeLogger<HostNewsSender>());
        using var stopping = new CancellationTokenSource();
        using var sender = new HostNewsSender(new HostIdentity(time), time, log);
        var running = sender.RunAsync(channel, stopping.Token);

        for (var outage = 1; outage <= 2; outage++)
        {
            channel.Works = false;
            var tries = channel.Tries;
            sender.OnDefinitionsChanged(["one"]);
            await AdvanceUntilAsync(() => channel.Tries >= tries + 3);
            log.Collector.GetSnapshot().Where(entry => entry.Id.Name == "NewsNotSent").Should().HaveCount(outage);
            var told = channel.Messages.Count;
            channel.Works = true;
            await AdvanceUntilAsync(() => channel.Messages.Count > told);
        }

        await stopping.CancelAsync();
        await running;

        async Task AdvanceUntilAsync(Func<bool> reached)
        {
            while (!reached())
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                await Task.Yield();
            }
        }
    }

    private sealed class BrokenChannel : IHostChannel
    {
        private readonly TaskCompletionSource _tried = new();
        private readonly TaskCompletionSource _told = new();

        private int _tries;

        public bool Works { get; set; }

        public int Tries => Volatile.Read(ref _tries);

        public Task Tried => _tried.Task;

        public Task Told => _told.Task;

        public List<string> Messages { get; } = [];

        public int MaxMessageBytes => 1_000;

        public ValueTask PublishAsync(string message, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _tries);
            _tried.TrySetResult();
            if (!Works)
                throw new InvalidOperationException("The channel is away.");
            Messages.Add(message);
            _told.TrySetResult();
            return ValueTask.CompletedTask;
        }

        public Task ListenAsync(Action<string> receive, Action connected, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    [Fact]
    public void Parse_LinesOfANewerVersion_ArePassedOver()
    {
        var news = HostNews.Parse("host-2\nx something new\nr 7 1 one\nr seven 1 two\nd three");

        news.Results.Should().Equal(new ResultNews("one", 7, (IntegrationStatus)1, IsTransition: false));
        news.Definitions.Should().Equal("three");
    }
}
