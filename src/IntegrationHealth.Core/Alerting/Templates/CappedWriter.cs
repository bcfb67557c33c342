using System.Text;

namespace IntegrationHealth.Alerting.Templates;

/// <summary>Gathers text up to a length, and refuses more; ends with the attempt.</summary>
internal sealed class CappedWriter(int longest, CancellationToken cancellationToken) : TextWriter
{
    private readonly StringBuilder _text = new();

    public override Encoding Encoding => Encoding.Unicode;

    public override void Write(char value)
    {
        Reserve(1);
        _text.Append(value);
    }

    public override void Write(string? value)
    {
        Reserve(value?.Length ?? 0);
        _text.Append(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        Reserve(count);
        _text.Append(buffer, index, count);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        Reserve(buffer.Length);
        _text.Append(buffer);
    }

    public override string ToString() => _text.ToString();

    private void Reserve(int more)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_text.Length + more > longest)
            throw new TemplateLimitException($"the text is longer than {longest} characters");
    }
}
