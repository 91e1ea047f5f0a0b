package ops

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"huiyin/internal/papers"
	"huiyin/internal/server"
	"huiyin/internal/sqldb"
	"huiyin/internal/store"
)

func backup(ctx context.Context, e Env, f *flags, args []string) error {
	if err := f.parse(args); err != nil {
		return err
	}
	to := f.Arg(0)
	if to == "" {
		return fmt.Errorf("请写明备份到哪个空目录")
	}
	s, err := f.open(ctx)
	if err != nil {
		return err
	}
	var blobs fs.FS
	if s.Store.Dialect() == sqldb.SQLite {
		blobs = os.DirFS(filepath.Join(f.cfg.Data, "blobs"))
	}
	m, err := s.Store.Backup(ctx, s.Desk.Now(), to, blobs)
	if err == nil {
		fmt.Fprintf(e.Out, "已备份到 %s：日志到第%d条，%d个文件。\n主密钥不在备份里，请另外保管：%s\n销毁记录也不在备份里，有的话和主密钥放在一起保管：%s\n", to, m.Head, len(m.Files), f.keyFile(), server.ErasureList(f.keyFile()))
	}
	return closing(ctx, s, err)
}

func (f *flags) keyFile() string {
	if f.cfg.KeyFile != "" {
		return f.cfg.KeyFile
	}
	return filepath.Join(f.cfg.Data, "keys", "master.key")
}

func restore(ctx context.Context, e Env, f *flags, args []string) error {
	if err := f.parse(args); err != nil {
		return err
	}
	from := f.Arg(0)
	if from == "" {
		return fmt.Errorf("请写明从哪个备份目录恢复")
	}
	where := f.cfg.Database
	if where == "" {
		where = f.cfg.Data
	}
	m, err := store.Restore(ctx, from, where, filepath.Join(f.cfg.Data, "blobs"))
	if err != nil {
		return err
	}
	fmt.Fprintf(e.Out, "已恢复：日志到第%d条。请把保管的主密钥放回 %s，销毁记录放回 %s（没有销毁过档案的没有这个文件），再用 huiyin check 核对；备份以后销毁的档案，打开时会再次销毁。\n", m.Head, f.keyFile(), server.ErasureList(f.keyFile()))
	return nil
}

// checkPackage holds a volume of the archives' hand-over against its own sums; it opens no archive, so the receiver can do it too.
func checkPackage(_ context.Context, e Env, f *flags, args []string) error {
	if err := f.parse(args); err != nil {
		return err
	}
	name := f.Arg(0)
	if name == "" {
		return fmt.Errorf("请写明要核对的移交包文件")
	}
	r, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("读不了文件 %s：%w", name, err)
	}
	defer r.Close()
	info, err := r.Stat()
	if err != nil {
		return fmt.Errorf("读不了文件 %s：%w", name, err)
	}
	rep, err := papers.CheckPackage(r, info.Size())
	if err != nil {
		return err
	}
	for _, x := range rep.Faults {
		fmt.Fprintln(e.Out, x)
	}
	if n := len(rep.Faults); n > 0 {
		return fmt.Errorf("核对发现%d处问题，请重新下载；仍然不符的不要签收", n)
	}
	fmt.Fprintf(e.Out, "核对无误：%d卷，%d个文件，与清单相符。\n整册校验值（SHA-256）%s，请与移交登记上的核对。\n", rep.Cases, rep.Files, rep.SHA256)
	return nil
}
