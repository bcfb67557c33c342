using IntegrationHealth.Storage.History;

namespace IntegrationHealth.Storage.PostgreSql.Writing;

/// <summary>What a batch adds to the minutes and hours of its providers.</summary>
internal sealed class ProviderColumns
{
    private readonly Column<short> _widths;
    private readonly Column<DateTime> _starts;
    private readonly Column<string> _providers;
    private readonly Column<long>[] _values;

    public ProviderColumns()
    {
        _widths = Set.Add<short>("width", "smallint");
        _starts = Set.Add<DateTime>("start", "timestamptz");
        _providers = Set.Add<string>("provider", "text");
        _values = [.. RollupSql.ProviderColumns.Select(name => Set.Add<long>(name, "bigint"))];
    }

    public ColumnSet Set { get; } = new();

    public bool Any => _providers.Values.Count > 0;

    public void Add(ProviderTally tally)
    {
        foreach (var row in tally.Rows())
        {
            _widths.Add((short)row.Width);
            _starts.Add(StoredTime.Of(row.Start));
            _providers.Add(row.Provider);
            for (var i = 0; i < _values.Length; i++)
                _values[i].Add(row.Count.Values[i]);
        }
    }
}
