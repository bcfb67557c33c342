using System.Text.Json;
using IntegrationHealth.Bench.Scheduling.Firing;

namespace IntegrationHealth.Bench.Targets;

/// <summary>How late Prometheus began its scrapes, from the times under which it keeps them. Pure.</summary>
internal static class ScrapeTimes
{
    /// <summary>
    /// Adds what is kept from <paramref name="from"/> on. Prometheus does not tell when a target is due, only that it is so once an interval: of all times seen, that one counts
    /// as the target's beat from which the others are least late. So a scrape that is late by an interval or more is not seen as late, only the one that is missing.
    /// </summary>
    /// <param name="answer">What the API answers when it is asked for a range of <c>up</c>.</param>
    /// <param name="from">Seconds since 1970.</param>
    /// <param name="interval">Seconds.</param>
    /// <param name="late">Takes each lateness.</param>
    public static void Read(JsonElement answer, double from, double interval, FireLog late)
    {
        foreach (var series in answer.GetProperty("data").GetProperty("result").EnumerateArray())
        {
            double[] times = [.. series.GetProperty("values").EnumerateArray().Select(value => value[0].GetDouble())];
            var beat = times.MinBy(candidate => times.Sum(time => Behind(time, candidate, interval)));
            foreach (var time in times.Where(time => time >= from))
                late.Add(TimeSpan.FromSeconds(Behind(time, beat, interval)));
        }
    }

    /// <summary>Seconds since the last beat, to the millisecond, which is what times are kept in.</summary>
    private static double Behind(double time, double beat, double interval)
    {
        var milliseconds = Math.Round((time - beat) * 1_000) % (interval * 1_000);
        return (milliseconds < 0 ? milliseconds + (interval * 1_000) : milliseconds) / 1_000;
    }
}
