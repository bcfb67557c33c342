namespace IntegrationHealth.Endpoints;

internal static class QueryReaderCursorExtensions
{
    private const int MaxCursorLength = 2048;

    /// <summary>The parts of the request's cursor; null for the first page, and when it is wrong, which the reader has then noted.</summary>
    public static string[]? Cursor(this QueryReader reader, string list, int parts)
    {
        if (reader.Text("cursor", MaxCursorLength) is not { } cursor)
            return null;
        var result = Endpoints.Cursor.Read(list, cursor, parts);
        if (result is null)
            reader.Fail(Problems.CursorError.Field, Problems.CursorError.Message);
        return result;
    }
}
