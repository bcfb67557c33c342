using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Bench.Alerts;

/// <summary>
/// A webhook that answers at once and counts the notifications of a turn, each once: what is sent again, or late from the turn before, counts for nothing. All contestants post to the same one.
/// </summary>
internal sealed class AlertReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly WebApplication _app;
    private volatile Turn _turn = new(0, 0);

    public AlertReceiver(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        _app = builder.Build();
        _app.Run(ReceiveAsync);
        Url = $"http://127.0.0.1:{port}/hook";
    }

    public string Url { get; }

    public Task StartAsync() => _app.StartAsync();

    /// <summary>Begins a turn of so many notifications, whose ids it gives.</summary>
    public Turn Expect(int notifications) => _turn = new Turn(_turn.Number + 1, notifications);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        _turn.Take(await reader.ReadToEndAsync(context.RequestAborted));
    }

    /// <summary>A contestant's notifications of one round.</summary>
    internal sealed class Turn(int number, int notifications)
    {
        private readonly string _prefix = string.Create(CultureInfo.InvariantCulture, $"\"ntf_{number}_");
        private readonly int[] _seen = new int[notifications];
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public int Number => number;

        /// <summary>The id of a notification, which stands in its body as a JSON string, whoever sends it.</summary>
        public string Id(int notification) => string.Create(CultureInfo.InvariantCulture, $"{_prefix[1..]}{notification}");

        public void Take(string body)
        {
            var at = body.IndexOf(_prefix, StringComparison.Ordinal);
            if (at < 0)
                return;
            var digits = body.AsSpan(at + _prefix.Length);
            var notification = int.Parse(digits[..digits.IndexOfAnyExceptInRange('0', '9')], NumberStyles.None, CultureInfo.InvariantCulture);
            if (Interlocked.Exchange(ref _seen[notification], 1) == 0 && Interlocked.Increment(ref _count) == notifications)
                _all.TrySetResult();
        }

        /// <summary>Ends when all have come.</summary>
        public async Task AllAsync()
        {
            try
            {
                await _all.Task.WaitAsync(Longest);
            }
            catch (TimeoutException exception)
            {
                throw new TimeoutException($"{Volatile.Read(ref _count)} of {notifications} notifications came within {Longest.TotalMinutes:0} minutes.", exception);
            }
        }
    }
}
