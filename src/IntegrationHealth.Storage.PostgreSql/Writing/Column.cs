using Npgsql;

namespace IntegrationHealth.Storage.PostgreSql.Writing;

/// <summary>One column of many rows on its way to <c>unnest</c>: a list that is filled again and again.</summary>
internal interface IColumn
{
    /// <summary>PostgreSQL's name of the array.</summary>
    string ArrayType { get; }

    NpgsqlParameter ToParameter();

    void Clear();
}

/// <inheritdoc cref="IColumn" />
internal sealed class Column<T>(string arrayType) : IColumn
{
    public string ArrayType => arrayType;

    public List<T> Values { get; } = [];

    public void Add(T value) => Values.Add(value);

    public NpgsqlParameter ToParameter() => new NpgsqlParameter<List<T>> { TypedValue = Values, DataTypeName = ArrayType };

    public void Clear() => Values.Clear();
}

/// <summary>Columns of one <c>unnest</c>, by name and in order.</summary>
internal sealed class ColumnSet
{
    private readonly List<(string Name, IColumn Column)> _columns = [];

    public Column<T> Add<T>(string name, string type)
    {
        var column = new Column<T>(type + "[]");
        _columns.Add((name, column));
        return column;
    }

    /// <summary>The names, separated by commas.</summary>
    public string Names => string.Join(", ", _columns.Select(column => column.Name));

    /// <summary><c>unnest($1::bigint[], …) as ALIAS(iid, …)</c>, with parameters from <paramref name="first"/> on.</summary>
    public string Unnest(string alias, int first = 1) =>
        $"unnest({string.Join(", ", _columns.Select((column, i) => $"${first + i}::{column.Column.ArrayType}"))}) as {alias}({Names})";

    public int Count => _columns.Count;

    public void AddParameters(NpgsqlParameterCollection parameters)
    {
        foreach (var (_, column) in _columns)
            parameters.Add(column.ToParameter());
    }

    public void Clear()
    {
        foreach (var (_, column) in _columns)
            column.Clear();
    }
}
