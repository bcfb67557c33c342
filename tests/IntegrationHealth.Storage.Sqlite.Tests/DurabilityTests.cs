using System.Globalization;
using System.IO.Pipes;
using IntegrationHealth.Catalog;
using IntegrationHealth.History;
using IntegrationHealth.Reading;
using IntegrationHealth.Storage.Conformance;
using IntegrationHealth.Storage.Sqlite.Connections;
using IntegrationHealth.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Storage.Sqlite.Tests;

public sealed class DurabilityTests : IDisposable
{
    private readonly TemporaryDatabase _database = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Killed_WhileWriting_LosesNothingCommittedAndHalvesNothing()
    {
        var pipeName = Path.GetRandomFileName();
        await using var pipe = new NamedPipeServerStream(pipeName, PipeDirection.In);
        using var child = ChildProcess.WriteForever(_database.FilePath, pipeName);
        var connected = pipe.WaitForConnectionAsync(Stop);
        (await Task.WhenAny(connected, child.WaitForExitAsync(Stop))).Should().BeSameAs(connected, "the child must come to its first commit");
        using var acknowledged = new StreamReader(pipe);
        long last = 0;
        while (await acknowledged.ReadLineAsync(Stop) is { Length: > 0 } line)
        {
            last = long.Parse(line, CultureInfo.InvariantCulture);
            if (last == 50)
                child.Kill();
        }

        await child.WaitForExitAsync(Stop);
        child.ExitCode.Should().NotBe(0);

        // One commit may have been on its way to us.
        await HoldsWholeBatchesAsync(least: last, most: last + 1);
    }

    [Fact]
    public async Task Killed_HalfWayThroughABatch_LeavesNothingOfIt()
    {
        const int Whole = 20;
        await (await StartAsync()).DisposeAsync();
        // Once as many batches are in, the next comes to its second integration, and no further: it holds the file until its process is gone.
        _database.Execute($"""
            create view forever as with recursive numbers(n) as (select 1 union all select n from numbers) select n from numbers;
            create trigger halfway before insert on integration_health_rollup_hour
              when new.iid = 2 and (select sum(version) from integration_health_checks) > {Whole * ChildProcess.Ids.Count} begin select count(*) from forever; end
            """);
        var pipeName = Path.GetRandomFileName();
        await using var pipe = new NamedPipeServerStream(pipeName, PipeDirection.In);
        using var child = ChildProcess.WriteForever(_database.FilePath, pipeName);
        var connected = pipe.WaitForConnectionAsync(Stop);
        (await Task.WhenAny(connected, child.WaitForExitAsync(Stop))).Should().BeSameAs(connected, "the child must come to its first commit");
        using var acknowledged = new StreamReader(pipe);
        long last;
        do
            last = long.Parse((await acknowledged.ReadLineAsync(Stop))!, CultureInfo.InvariantCulture);
        while (last < Whole);
        while (!IsHeld())
            await Task.Yield();

        child.Kill();
        await child.WaitForExitAsync(Stop);

        _database.Execute("drop trigger halfway; drop view forever");
        await HoldsWholeBatchesAsync(least: last, most: last);
    }

    [Fact]
    public async Task Write_DatabaseRefusesHalfWay_LeavesNothingAndTheNextSucceeds()
    {
        await using var host = await StartAsync("a", "b");
        _database.Execute("create trigger refuse before insert on integration_health_rollup_hour when new.iid = 2 begin select raise(abort, 'no'); end");
        var results = host.GetRequiredService<IResultStore>();
        ResultWrite[] batch = [Samples.Check("a", 0, StorageContract.Start), Samples.Check("b", 0, StorageContract.Start)];

        var write = async () => await results.WriteAsync(batch, Stop);

        var refused = (await write.Should().ThrowAsync<SqliteException>().WithMessage("*no*")).Which;
        results.IsUnavailable(refused).Should().BeFalse("a single result is to blame");
        (await ChecksAsync(host, "a")).Should().BeEmpty();
        _database.Execute("drop trigger refuse");
        (await results.WriteAsync(batch, Stop)).Should().BeEmpty();
        (await ChecksAsync(host, "b")).Should().ContainSingle();
    }

    [Fact]
    public async Task Write_DiskFull_LeavesNothingOfTheBatchAndGoesOnWhenThereIsRoom()
    {
        string[] ids = [.. Enumerable.Range(0, 200).Select(i => $"i{i}")];
        await using var host = await StartAsync(ids);
        var results = host.GetRequiredService<IResultStore>();
        (await results.WriteAsync([Samples.Check("i0", 0, StorageContract.Start)], Stop)).Should().BeEmpty();
        await host.GetRequiredService<SqliteWriter>().WriteAsync(
            0,
            (session, _) =>
            {
                // Of this connection alone, which ends with the first failure. No less than the file has is taken.
                session.Run("pragma max_page_count = 1");
                return 0;
            },
            Stop);
        ResultWrite[] batch = [.. ids.Select(id => Large(Samples.Check(id, id == "i0" ? 1 : 0, StorageContract.Start.AddMinutes(1))))];

        var write = async () => await results.WriteAsync(batch, Stop);

        var full = (await write.Should().ThrowAsync<SqliteException>()).Which;
        full.SqliteErrorCode.Should().Be(13, "13 is full");
        results.IsUnavailable(full).Should().BeTrue("no result is to blame for it");
        _database.Scalar("select count(*) from integration_health_history").Should().Be(1L);
        _database.Scalar("select sum(version) from integration_health_checks").Should().Be(1L);
        (await write()).Should().BeEmpty();
        _database.Scalar("select count(*) from integration_health_history").Should().Be(201L);
        _database.Scalar("pragma integrity_check").Should().Be("ok");
    }

    [Fact]
    public async Task Write_AnotherHoldsTheFile_FailsAfterTheBusyTimeoutAndThenSucceeds()
    {
        await using var host = await StartAsync("a");
        var results = host.GetRequiredService<IResultStore>();
        var write = async () => await results.WriteAsync([Samples.Check("a", 0, StorageContract.Start)], Stop);
        using (var other = _database.Open())
        {
            using var transaction = other.BeginTransaction();
            var busy = (await write.Should().ThrowAsync<SqliteException>()).Which;
            busy.SqliteErrorCode.Should().Be(5, "5 is busy");
            results.IsUnavailable(busy).Should().BeTrue("no result is to blame for it");
        }

        (await write()).Should().BeEmpty();
    }

    [Fact]
    public async Task Write_ConnectionClosedUnderneath_OpensAnother()
    {
        await using var host = await StartAsync("a");
        var writer = host.GetRequiredService<SqliteWriter>();
        var broken = async () => await writer.WriteAsync(0, (session, _) => session.Prepare("rollback").Execute(), Stop);
        await broken.Should().ThrowAsync<SqliteException>("there is nothing left to commit");

        var results = host.GetRequiredService<IResultStore>();
        (await results.WriteAsync([Samples.Check("a", 0, StorageContract.Start)], Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task Write_CancelledBeforeTheCommit_LeavesNothing()
    {
        await using var host = await StartAsync("a");
        using var cancelled = new CancellationTokenSource();
        var write = async () => await host.GetRequiredService<SqliteWriter>().WriteAsync(
            cancelled,
            (session, source) =>
            {
                session.Prepare("update integration_health_checks set version = 9").Execute();
                source.Cancel();
                return 0;
            },
            cancelled.Token);

        await write.Should().ThrowAsync<OperationCanceledException>();
        _database.Scalar("select version from integration_health_checks").Should().Be(0L);
    }

    [Fact]
    public async Task Write_RemovedAndAddedByAnotherProcess_FindsTheNewOne()
    {
        await using var host = await StartAsync("a");
        await using var other = await StartAsync();
        var results = host.GetRequiredService<IResultStore>();
        (await results.WriteAsync([Samples.Check("a", 0, StorageContract.Start)], Stop)).Should().BeEmpty();
        await other.GetRequiredService<IIntegrationStore>().DeleteAsync(["a"], Stop);
        await other.GetRequiredService<IIntegrationStore>().UpsertAsync([Samples.Integration("a")], Stop);

        (await results.WriteAsync([Samples.Check("a", 1, StorageContract.Start)], Stop)).Should().Equal("a");
        (await results.WriteAsync([Samples.Check("a", 0, StorageContract.Start)], Stop)).Should().BeEmpty();
    }

    /// <summary>True while another process is in the middle of writing.</summary>
    private bool IsHeld()
    {
        using var connection = _database.Open();
        connection.DefaultTimeout = 1;
        try
        {
            connection.BeginTransaction(deferred: false).Dispose();
            return false;
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode == 5)
        {
            return true;
        }
    }

    /// <summary>Every table tells of the same number of batches, the next one is taken, and the file is sound.</summary>
    private async Task HoldsWholeBatchesAsync(long least, long most)
    {
        await using var host = await StartAsync();
        foreach (var id in ChildProcess.Ids)
        {
            var stored = (await host.GetRequiredService<IHealthReader>().GetAsync([id], Stop)).Single();
            var version = stored.Snapshot.Version;
            version.Should().BeInRange(least, most);
            (await ChecksAsync(host, id)).Should().HaveCount((int)version);
            (await host.GetRequiredService<IHistoryReader>().GetBucketsAsync(
                id, HistoryResolution.Hour, StorageContract.Start, DateTimeOffset.MaxValue, 9, Stop)).Sum(hour => hour.Checks).Should().Be(version);
            (await host.GetRequiredService<IResultStore>().WriteAsync(
                [Samples.Check(id, version, StorageContract.Start.AddDays(1))], Stop)).Should().BeEmpty();
        }

        _database.Scalar("pragma integrity_check").Should().Be("ok");
    }

    private static ResultWrite Large(ResultWrite write) => write with { History = write.History! with { Message = new string('x', 2_000) } };

    private static Task<IReadOnlyList<HistoryEntry>> ChecksAsync(ServiceProvider host, string id) =>
        host.GetRequiredService<IHistoryReader>().GetChecksAsync(id, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 1_000_000, Stop);

    private async Task<ServiceProvider> StartAsync(params string[] ids)
    {
        var host = _database.BuildHost(configure: options => options.BusyTimeout = TimeSpan.Zero);
        await host.GetRequiredService<IStorageInitializer>().InitializeAsync(Stop);
        await host.GetRequiredService<IIntegrationStore>().UpsertAsync([.. ids.Select(id => Samples.Integration(id))], Stop);
        return host;
    }
}
