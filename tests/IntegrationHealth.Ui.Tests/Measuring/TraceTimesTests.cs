using System.Text.Json;
using IntegrationHealth.Bench.Ui;

namespace IntegrationHealth.Ui.Measuring;

/// <summary>What the benchmark of the pages reads from a trace of Chromium.</summary>
public sealed class TraceTimesTests
{
    private static readonly (long, long) Main = (1, 1);
    private static readonly (long, long) Other = (1, 2);

    /// <summary>A page whose navigation began at 100, which painted at 150, had its content at 300, and was watched until 5,000.</summary>
    private readonly List<TraceEvent> _trace =
    [
        Moment("navigationStart", 40, """{"navigationId":"frame"}"""),
        Moment("navigationStart", 100, """{"navigationId":"page"}"""),
        Moment("firstContentfulPaint", 150, """{"navigationId":"page"}"""),
        Moment(TraceTimes.Mark, 300, """{"navigationId":"page"}"""),
        Task(110, 20),
        Task(4_990, 10),
    ];

    [Fact]
    public void Of_NoLongTask_IsUsableOnceItsContentIsThere() =>
        TraceTimes.Of(_trace).Should().Be(new TraceTimes(Paint: 50, Shown: 200, Usable: 200, LongTasks: 0, Shift: 0));

    [Fact]
    public void Of_LongTasksFollow_UsableWhenTheLastBeforeAQuietSecondEnded()
    {
        _trace.AddRange([Task(280, 60), Task(1_300, 100), Task(2_401, 500)]);

        var times = TraceTimes.Of(_trace);

        times.Usable.Should().Be(1_300, "the second without any ends before the task at 2,401");
        times.LongTasks.Should().Be(10 + 50, "50 ms of each are allowed");
    }

    [Fact]
    public void Of_TasksOfAnotherThread_CountForNothing() =>
        TraceTimes.Of([.. _trace, new TraceEvent("RunTask", Other, 310, 900, null)]).Usable.Should().Be(200);

    [Fact]
    public void Of_TaskOf50Milliseconds_IsNotLong() => TraceTimes.Of([.. _trace, Task(290, 50)]).Usable.Should().Be(200);

    [Fact]
    public void Of_ThingsMove_UntilUsableAndNotByTheUser()
    {
        _trace.AddRange([Shift(90, 1, false), Shift(120, 0.25, false), Shift(130, 1, true), Shift(290, 0.5, false), Shift(301, 1, false)]);

        TraceTimes.Of(_trace).Shift.Should().Be(0.75);
    }

    [Theory]
    [InlineData(TraceTimes.Mark)]
    [InlineData("navigationStart")]
    [InlineData("firstContentfulPaint")]
    [InlineData("RunTask")]
    public void Of_SomethingIsMissing_SaysWhat(string name)
    {
        _trace.RemoveAll(one => one.Name == name);

        var read = () => TraceTimes.Of(_trace);

        read.Should().Throw<InvalidOperationException>().WithMessage($"*no '{name}'*");
    }

    [Fact]
    public void Of_MarkOfNoNavigation_SaysSo()
    {
        _trace.RemoveAll(one => one.Name == TraceTimes.Mark);

        var read = () => TraceTimes.Of([.. _trace, Moment(TraceTimes.Mark, 300, "{}")]);

        read.Should().Throw<InvalidOperationException>().WithMessage("*navigationId*");
    }

    [Fact]
    public void Of_LongTaskAtItsEndAfterAQuietSecond_IsNotRefused() => TraceTimes.Of([.. _trace, Task(4_500, 600)]).Usable.Should().Be(200);

    [Fact]
    public void Of_EndsWithinASecondOfALongTask_IsRefused()
    {
        var read = () => TraceTimes.Of([.. _trace, Task(1_290, 700), Task(2_900, 600), Task(3_600, 600)]);

        read.Should().Throw<InvalidOperationException>().WithMessage("*ends within 1000 ms*");
    }

    private static TraceEvent Moment(string name, double at, string data) => new(name, Main, at, 0, JsonElement.Parse(data));

    private static TraceEvent Task(double at, double length) => new("RunTask", Main, at, length, null);

    private static TraceEvent Shift(double at, double score, bool byTheUser) =>
        Moment("LayoutShift", at, JsonSerializer.Serialize(new { score, had_recent_input = byTheUser }));
}
