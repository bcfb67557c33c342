using System.Runtime.InteropServices;
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

/// <summary>
/// Values of one column. <paramref name="isSparse"/> says that it is mostly empty, as all about failures is: of such a column no more is kept and
/// sent than up to its last value, since <c>unnest</c> fills what is missing with nulls.
/// </summary>
internal sealed class Column<T>(string arrayType, bool isSparse) : IColumn
{
    private int _rows;

    public string ArrayType => arrayType;

    /// <summary>The rows up to the last that has a value, where it is sparse; else all.</summary>
    public List<T> Values { get; } = [];

    public void Add(T value)
    {
        if (isSparse && EqualityComparer<T>.Default.Equals(value, default))
            _rows++;
        else
            At(_rows++) = value;
    }

    /// <summary>The value of a row, to be changed before the next call.</summary>
    public ref T At(int row)
    {
        if (row >= Values.Count)
        {
            var filled = Values.Count;
            CollectionsMarshal.SetCount(Values, row + 1);
            // What the batch before left there.
            CollectionsMarshal.AsSpan(Values)[filled..].Clear();
        }

        return ref CollectionsMarshal.AsSpan(Values)[row];
    }

    public NpgsqlParameter ToParameter() => new NpgsqlParameter<List<T>> { TypedValue = Values, DataTypeName = ArrayType };

    public void Clear()
    {
        Values.Clear();
        _rows = 0;
    }
}

/// <summary>Columns of one <c>unnest</c>, by name and in order.</summary>
internal sealed class ColumnSet
{
    private readonly List<(string Name, IColumn Column)> _columns = [];

    public Column<T> Add<T>(string name, string type) => Add(name, new Column<T>(type + "[]", isSparse: default(T) is null));

    /// <summary>A column of numbers that are mostly zero, which arrive as nulls when all of them are.</summary>
    public Column<T> AddSparse<T>(string name, string type)
        where T : struct => Add(name, new Column<T>(type + "[]", isSparse: true));

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

    private Column<T> Add<T>(string name, Column<T> column)
    {
        _columns.Add((name, column));
        return column;
    }
}
